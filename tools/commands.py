"""The words after `./dev`, and what each of them starts."""

import os
import sys
from collections.abc import Callable

from tools.say import CannotGoOn, say

HELP = """\
./dev up                 start everything: servers, web, worker, beat and a page with the caught mail
./dev test [ARGUMENTS]   run the tests (the arguments are pytest's)
./dev check              format, lint, types, contracts, migrations, API schema, translations
./dev manage COMMAND     one of Django's management commands, against this clone's database
./dev reset              forget the demo company (--all: forget the whole local database and the caught mail)
./dev faults [NAME]      break each part of a living instance; count what is lost or said twice (--full[=4], --year)
./dev fuzz               send a living instance what should be refused, as every role (--full, --seconds N, --seed N)
./dev wall               who can reach which medical fact: every address as everybody (--full, --inside)
./dev screenshots DIR    a picture of every page as every role, phone and desk size
./dev bench NAME         what the product costs beside the least it could cost: matching, wall, delivery, planning

PORT, HOST, BASE_URL, DATABASE_URL with OWNER_DATABASE_URL, REDIS_URL and EMAIL_HOST (with its fellows)
replace what `./dev up` would choose or start itself; docs/OPERATIONS.md has the list."""


def up(arguments: list[str]) -> int:
    from tools import up as command

    if arguments:
        raise CannotGoOn(f"`./dev up` takes no arguments, {arguments[0]!r} is not understood.")
    return command.run()


def test(arguments: list[str]) -> int:
    from tools import test as command

    return command.run(arguments)


def check(arguments: list[str]) -> int:
    from tools import check as command

    if arguments:
        raise CannotGoOn(f"`./dev check` takes no arguments, {arguments[0]!r} is not understood.")
    return command.run()


def manage(arguments: list[str]) -> int:
    from tools import upkeep

    return upkeep.manage(arguments)


def reset(arguments: list[str]) -> int:
    from tools import upkeep

    return upkeep.reset(arguments)


def faults(arguments: list[str]) -> int:
    from tools.faults import run as command

    return command.run(arguments)


def fuzz(arguments: list[str]) -> int:
    from tools import fuzzing

    return fuzzing.run(arguments)


def wall(arguments: list[str]) -> int:
    from tools.wall import run as command

    return command.run(arguments)


def screenshots(arguments: list[str]) -> int:
    from tools import pictures

    return pictures.run(arguments)


def bench(arguments: list[str]) -> int:
    from tools.bench import run as command

    return command.run(arguments)


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "up": up,
    "test": test,
    "check": check,
    "manage": manage,
    "reset": reset,
    "faults": faults,
    "fuzz": fuzz,
    "wall": wall,
    "screenshots": screenshots,
    "bench": bench,
}


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] in {"help", "-h", "--help"}:
        say(HELP)
        return 0
    if os.name != "posix":
        raise SystemExit("`./dev` needs Linux or macOS (on Windows: WSL, or docker compose).")
    command = COMMANDS.get(arguments[0])
    if command is None:
        print(f"There is no `./dev {arguments[0]}`.\n\n{HELP}", file=sys.stderr)
        return 2
    try:
        return command(arguments[1:])
    except CannotGoOn as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
