"""Who may do what, written down a second time and apart from the product: here it stands as a table of names.

A caller that is not named must be refused with 401, 403 or 404 (or 400, before anybody asked for the row), or be shown
an empty list.
"""

import json
from collections.abc import Mapping

from tools.fuzz.contract import Operation
from tools.fuzz.wire import Answer

NO_ACCOUNT = frozenset({"no token", "revoked"})
ANYBODY = frozenset({"fresh", "hr elsewhere", "it", "auditor", "safety", "supervisor", "employee", "hr"})
PATIENT = frozenset({"employee", "hr"})
COUNTS = frozenset({"auditor", "safety"})
HR = frozenset({"hr"})
# Rows of the site that is attacked; whoever is not named finds none.
READ: Mapping[str, frozenset[str]] = {
    "appointments": PATIENT | {"supervisor"},
    "assignments": PATIENT | COUNTS | {"supervisor"},
    "cases": PATIENT | COUNTS,
    "check-ins": PATIENT,
    "concerns": PATIENT,
    "day-records": PATIENT | COUNTS,
    "duty-questions": HR | COUNTS,
    "employees": PATIENT | COUNTS | {"supervisor"},
    "inbox": ANYBODY,
    "me": ANYBODY,
    "reminder-rules": HR,
    "reminders": ANYBODY,
    "reports": PATIENT | COUNTS | {"supervisor"},
    "restrictions": PATIENT | COUNTS | {"supervisor"},
    "return-plans": PATIENT | COUNTS | {"supervisor"},
    "stalls": PATIENT,
    "tasks": COUNTS | {"supervisor", "employee", "hr"},
    "treatments": PATIENT,
    "work-status-reports": PATIENT,
}
# Verbs that not only HR has.
WRITE: Mapping[str, frozenset[str]] = {
    "POST /appointments/": PATIENT,
    "POST /appointments/{id}/cancel/": PATIENT,
    "POST /appointments/{id}/outcome/": PATIENT,
    "POST /assignments/{id}/accept/": PATIENT,
    "POST /assignments/{id}/acknowledge/": PATIENT,
    "POST /assignments/{id}/approve/": HR | {"supervisor"},
    "POST /assignments/{id}/decline/": HR | {"supervisor"},
    "POST /assignments/{id}/refuse/": PATIENT,
    "POST /assignments/{id}/stop/": HR | {"supervisor"},
    "POST /cases/{number}/classify/": HR | {"safety"},
    "POST /check-ins/": PATIENT,
    "POST /concerns/": PATIENT,
    "PATCH /me/reminded/": ANYBODY,
    "PATCH /reminder-rules/{id}/{rule}/": HR | {"hr elsewhere"},
    "POST /inbox/read/": ANYBODY,
    "POST /inbox/{id}/read/": ANYBODY,
    "POST /inbox/{id}/snooze/": ANYBODY,
    "POST /reminder-rules/{id}/{rule}/preview/": HR | {"hr elsewhere"},
    "POST /reports/": PATIENT | {"supervisor", "hr elsewhere"},
    "POST /tasks/": HR | {"hr elsewhere"},
    "POST /treatments/": PATIENT,
    "POST /treatments/{id}/end/": PATIENT,
}


def forbidden(operation: Operation, caller: str, answer: Answer, known: Mapping[str, list[str]]) -> str:
    """Why this answer is too much for this caller; empty when it is not."""
    if caller in NO_ACCOUNT:
        return "" if answer.status == 401 else f"answers {answer.status} without a token"
    if not 200 <= answer.status < 300:
        return ""
    if operation.method != "GET":
        return "" if caller in WRITE.get(operation.label, HR) else f"lets {caller} do this: {answer.status}"
    if answer.kind != "application/json":
        return f"answers {answer.kind or 'nothing'}, and nobody can tell what is in it"
    rows = shown(answer)
    if operation.resource not in READ:
        return f"nobody has written down who may read {operation.resource} (tools/fuzz/allowed.py)"
    if caller not in READ[operation.resource] or (operation.path.endswith("/matches/") and caller != "hr"):
        ours = rows & set(known.get(operation.resource, ())) if caller == "hr elsewhere" else rows
        return f"shows {caller} {', '.join(sorted(ours)[:3])}" if ours else ""
    return ""


def shown(answer: Answer) -> set[str]:
    """The keys of the rows in an answer; one without keys counts as one row."""
    read = json.loads(answer.body)
    rows = read.get("results", [read]) if isinstance(read, dict) else read
    return {str(row.get("number") or row.get("id", "something")) for row in rows}
