"""Migrate, make the roles and look after the demo company, in one process: Django takes a second to load.

Run in the product's environment as `python tools/prepare.py [--demo]`; the same commands as in docker-compose.yml.
"""

import io
import os
import sys
from pathlib import Path


def main(arguments: list[str]) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("LIGHTDUTY_PROCESS", "manage")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("make_roles", stderr=io.StringIO())
    if "--demo" in arguments:
        call_command("seed_demo")


if __name__ == "__main__":
    main(sys.argv[1:])
