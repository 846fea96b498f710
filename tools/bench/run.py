"""`./dev bench NAME`: one measurement over throw-away servers. One file for each bench, one line here.

Only ratios taken in one run mean anything on a shared machine, so each bench measures its own floors, by turns.
"""

import subprocess
from collections.abc import Callable
from importlib import import_module

from tools import install
from tools.environment import Addresses, for_product, new_secret
from tools.places import ROOT, venv_program
from tools.say import CannotGoOn, say
from tools.throwaway import Throwaway

# Those inside run in the product's Django over an empty database; the others set their own stage.
INSIDE = {
    "matching": "the tasks that fit a case, out of ten thousand",
    "wall": "pages a second with the wall inside PostgreSQL and without it",
}
ON_STAGE = {
    "delivery": "mail through the workers, beside a bare loop over the same mail server",
    "planning": "100,000 due reminders by one statement, beside a bare INSERT … SELECT",
}
BENCHES = {**INSIDE, **ON_STAGE}


def run(arguments: list[str]) -> int:
    names = [argument for argument in arguments if not argument.startswith("-")]
    options = [argument for argument in arguments if argument.startswith("-")]
    if len(names) != 1 or names[0] not in BENCHES:
        listed = "\n".join(f"  {name:<12}{what}" for name, what in BENCHES.items())
        raise CannotGoOn(f"Name what is to be measured:\n{listed}")
    install.ensure(install.TEST_LOCK)
    if names[0] in INSIDE:
        return inside(names[0])
    bench: Callable[[list[str]], None] = import_module(f"tools.bench.{names[0]}").run
    say(f"{names[0]}: {ON_STAGE[names[0]]}")
    bench(options)
    return 0


def inside(name: str) -> int:
    with Throwaway() as servers:
        database = servers.fresh_database()
        addresses = Addresses(
            owner_url=database.owner_url,
            web_url=database.web_url,
            redis_url=servers.broker_url(),
            base_url="http://localhost",
            mail=None,
            media=servers.folder / "files",
        )
        env = for_product(addresses, secret_key=new_secret(), LIGHTDUTY_PROCESS="manage")
        code = (
            "from django.core.management import call_command; call_command('make_roles', verbosity=0); "
            f"from tools.bench import {name} as bench; bench.main()"
        )
        command = [str(venv_program("python")), "manage.py", "shell", "--no-imports", "--command", code]
        return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
