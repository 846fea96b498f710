"""The mail catcher as a process of its own: python -m tools.mailcatcher FOLDER SMTP_PORT PAGE_PORT."""

import signal
import sys
from pathlib import Path

from tools.mailcatcher import MailCatcher


def main() -> None:
    folder, smtp_port, page_port = sys.argv[1:]
    with MailCatcher(Path(folder), smtp_port=int(smtp_port), page_port=int(page_port)):
        signal.sigwait({signal.SIGTERM, signal.SIGINT})


if __name__ == "__main__":
    # Blocked before any thread starts, so that every thread inherits it and sigwait alone receives them.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    main()
