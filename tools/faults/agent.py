"""Django in a process of its own, for a fault to ask things of: one JSON line in, one out.

`python -m tools.faults.agent`; each request is Python whose variable `answer` comes back. Code may fork and die. It
holds no thread, and between two requests no connection: what is forked from it begins as clean as a new process.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module

from tools.child import end_with_parent

# What a worker, a beat and a web process load before they begin.
PARTS = (
    *("config.celery", "config.urls", "config.wsgi", "celery.bin.celery", "celery.bin.worker", "celery.apps.beat"),
    *("celery.apps.worker", "celery.worker", "celery.concurrency.prefork", "kombu.transport.redis"),
    *("gunicorn.app.wsgiapp", "gunicorn.arbiter", "gunicorn.workers.gthread", "psycopg_pool"),
)


def serve() -> None:
    import django

    django.setup()
    for part in PARTS:
        import_module(part)
    from django.db import connections

    from config.celery import app

    app.loader.import_default_modules()
    print(json.dumps({"answer": "ready"}), flush=True)
    for line in sys.stdin:
        space: dict[str, object] = {}
        try:
            exec(json.loads(line), space)  # noqa: S102 - our own faults are the only ones who ask
            told: dict[str, object] = {"answer": space.get("answer")}
        except Exception:
            told = {"error": traceback.format_exc()}
        connections.close_all()
        print(json.dumps(told, default=str), flush=True)
    reap()


def reap() -> None:
    """What was forked from here is over by now; its time on the processors is counted."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def fork(command: Sequence[str], log: str, settings: Mapping[str, object]) -> int:
    """Become celery or gunicorn with this command line: a whole process of its own, without loading Django anew.

    settings: what is otherwise there than in the agent's own environment.
    """
    parent, child = os.getpid(), os.fork()
    if child:
        return child
    code: object = 1
    try:
        os.setsid()
        end_with_parent(parent, signal.SIGTERM)
        out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for number, place in enumerate((os.open(os.devnull, os.O_RDONLY), out, out)):
            os.dup2(place, number)
        _become(command, settings)
        code = 0
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code if isinstance(code, int) else int(code is not None))


def _become(command: Sequence[str], settings: Mapping[str, object]) -> None:
    from django.conf import settings as known

    for name, value in settings.items():
        setattr(known, name, value)
    sys.argv = list(command)
    place, name = ("gunicorn.app.wsgiapp", "run") if command[0] == "gunicorn" else ("celery.__main__", "main")
    getattr(import_module(place), name)()


if __name__ == "__main__":
    serve()
