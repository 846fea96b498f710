"""`./dev bench NAME`: one measurement over throw-away servers."""

import subprocess

from tools import install
from tools.environment import Addresses, for_product, new_secret
from tools.places import ROOT, venv_program
from tools.say import CannotGoOn
from tools.throwaway import Throwaway

BENCHES = ("matching",)


def run(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in BENCHES:
        raise CannotGoOn(f"Name what is to be measured: {', '.join(BENCHES)}")
    install.ensure(install.TEST_LOCK)
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
            f"from tools.bench import {arguments[0]} as bench; bench.main()"
        )
        command = [str(venv_program("python")), "manage.py", "shell", "--no-imports", "--command", code]
        return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
