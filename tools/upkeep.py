"""`./dev manage` and `./dev reset`: this clone's database between two starts, or while it is up."""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator

from tools import install, notes
from tools.embedded import Embedded, data_folder
from tools.environment import Addresses, for_product
from tools.places import LOCAL, LOGS, ROOT, venv_program
from tools.say import CannotGoOn, say


@contextlib.contextmanager
def environment() -> Iterator[dict[str, str]]:
    """The environment of the running product, or of servers started for this one command."""
    if notes.is_up():
        env = notes.running().get("env")
        if not env:
            raise CannotGoOn("`./dev up` is starting or stopping; try again in a moment.")
        yield env
        return
    with notes.only_one_up():
        notes.clear_leftovers()
        embedded = Embedded()
        try:
            embedded.start()
            yield environment_of(embedded)
        finally:
            embedded.stop()


def environment_of(embedded: Embedded) -> dict[str, str]:
    addresses = Addresses(
        owner_url=embedded.owner_url,
        web_url=embedded.web_url,
        redis_url=embedded.redis_url,
        base_url="http://localhost:8000",
        mail=None,
        media=LOCAL / "files",
    )
    return for_product(addresses, secret_key=notes.secrets_of_clone().secret_key, LIGHTDUTY_DEMO="1")


def manage(arguments: list[str]) -> int:
    install.ensure(install.RUN_LOCK)
    with environment() as env:
        return django(arguments, env)


def django(arguments: list[str], env: dict[str, str]) -> int:
    command = [str(venv_program("python")), str(ROOT / "manage.py"), *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def reset(arguments: list[str]) -> int:
    """Forget the demo company; with --all everything that `./dev up` keeps on this machine."""
    if arguments == ["--all"]:
        return forget_everything()
    if arguments:
        raise CannotGoOn(f"`./dev reset` understands --all only, not {' '.join(arguments)!r}.")
    install.ensure(install.RUN_LOCK)
    with environment() as env:
        result = django(["seed_demo", "--forget"], env)
    if result == 0:
        say("The demo company is forgotten; the next `./dev up` makes a new one.")
    return result


def forget_everything() -> int:
    with notes.only_one_up():
        notes.clear_leftovers()
        for folder in (data_folder(), LOCAL / "mail", LOCAL / "files", LOGS):
            shutil.rmtree(folder, ignore_errors=True)
    say("The local database, the caught mail, uploaded files and the logs are gone; `./dev up` begins anew.")
    return 0
