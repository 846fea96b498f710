"""The mail catcher as a whole: an SMTP server and a page over one folder, in threads of this process."""

import asyncio
import contextlib
import shutil
import tempfile
import threading
from concurrent.futures import Future
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Self

from tools.mailcatcher import page
from tools.mailcatcher.failures import Failure, FailureList
from tools.mailcatcher.smtp import MAX_LINE, Session
from tools.mailcatcher.store import CaughtMessage, MailStore


class MailCatcher:
    """`with MailCatcher() as catcher:` catches what is sent to `catcher.smtp_port`.

    Without a folder the messages live in a temporary one and go with the catcher. Port 0 means any free one.
    """

    def __init__(
        self, folder: Path | None = None, *, host: str = "127.0.0.1", smtp_port: int = 0, page_port: int = 0
    ) -> None:
        self._own_folder = None if folder else Path(tempfile.mkdtemp(prefix="lightduty-mail-"))
        self.folder = folder or self._own_folder or Path()
        self.host = host
        self.smtp_port = smtp_port
        self.page_port = page_port
        self.store = MailStore(self.folder)
        self.failures = FailureList(self.folder / "failures.json")
        self._loop = asyncio.new_event_loop()
        self._sessions: set[asyncio.Task[None]] = set()
        self._page: ThreadingHTTPServer | None = None
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def page_url(self) -> str:
        return f"http://{self.host}:{self.page_port}/"

    @property
    def messages(self) -> list[CaughtMessage]:
        return self.store.all()

    def to(self, address: str) -> list[CaughtMessage]:
        return [message for message in self.messages if address in message.recipients]

    def wait_for(self, count: int = 1, *, to: str = "", seconds: float = 30) -> list[CaughtMessage]:
        """The messages (to this address, if given) as soon as there are that many."""
        return self.store.wait_for(count, to=to, seconds=seconds)

    def clear(self) -> None:
        self.store.clear()

    def fail(self, *failures: Failure) -> None:
        """From now on answer as these say; none puts the server right again."""
        self.failures.write(list(failures))

    def start(self) -> Self:
        self._page = page.serve(self.store, self.host, self.page_port)
        self.page_port = self._page.server_address[1]
        started: Future[None] = Future()
        self._threads = [
            threading.Thread(target=self._serve_mail, args=(started,), name="mail catcher: smtp", daemon=True),
            threading.Thread(target=self._page.serve_forever, args=(0.05,), name="mail catcher: page", daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        started.result(timeout=10)
        return self

    def _serve_mail(self, started: "Future[None]") -> None:
        try:
            self._loop.run_until_complete(self._listen())
        except OSError as error:
            started.set_exception(error)
            return
        started.set_result(None)
        self._loop.run_forever()
        self._loop.run_until_complete(self._end_sessions())
        self._loop.close()

    async def _listen(self) -> None:
        server = await asyncio.start_server(self._converse, self.host, self.smtp_port, limit=MAX_LINE)
        self._server = server
        self.smtp_port = server.sockets[0].getsockname()[1]

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._sessions.add(task)
            task.add_done_callback(self._sessions.discard)
        await Session(reader, writer, self.store, self.failures).run()

    async def _end_sessions(self) -> None:
        self._server.close()
        sessions = list(self._sessions)
        for session in sessions:
            session.cancel()
        await asyncio.gather(*sessions, return_exceptions=True)

    def stop(self) -> None:
        with contextlib.suppress(RuntimeError):  # never started, or stopped before
            self._loop.call_soon_threadsafe(self._loop.stop)
        if self._page is not None:
            self._page.shutdown()
            self._page.server_close()
        for thread in self._threads:
            thread.join(timeout=10)
        if self._own_folder:
            shutil.rmtree(self._own_folder, ignore_errors=True)
