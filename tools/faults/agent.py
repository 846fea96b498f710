"""Django in a process of its own, for a fault to ask things of: one JSON line in, one out.

`python -m tools.faults.agent`; each request is Python whose variable `answer` comes back. Code may fork and die.
"""

import json
import sys
import traceback


def serve() -> None:
    import django

    django.setup()
    from django.db import close_old_connections

    print(json.dumps({"answer": "ready"}), flush=True)
    for line in sys.stdin:
        close_old_connections()
        space: dict[str, object] = {}
        try:
            exec(json.loads(line), space)  # noqa: S102 - our own faults are the only ones who ask
            told: dict[str, object] = {"answer": space.get("answer")}
        except Exception:
            told = {"error": traceback.format_exc()}
        print(json.dumps(told, default=str), flush=True)


if __name__ == "__main__":
    serve()
