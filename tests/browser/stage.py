"""The companies that browser tests play in, built by the services inside the product's own environment.

`python tests/browser/stage.py SCENE` is run by `set_stage` beside a running product and prints what the test must know.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def set_stage(env: dict[str, str], scene: str) -> dict[str, Any]:
    """Build a scene in the database of a running product; e-mail addresses and whatever else the scene tells."""
    done = subprocess.run(
        [sys.executable, __file__, scene],
        env={**env, "LIGHTDUTY_PROCESS": "manage"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def life() -> dict[str, Any]:
    """Ana at Assembly, Sam who supervises it, Rosa of HR, and two tasks: one fits a sore wrist, one does not."""
    from datetime import date, time

    from duty.services import DemandFacts
    from people.models import RoleGrant
    from people.services import appoint_supervisor
    from people.tokens import make_token
    from tests import cast
    from tests.duty.building import SITTING, make_task

    site = cast.make_site()
    assembly = cast.make_department(site)
    ana = cast.make_person("Ana", "Rivera", assembly)
    sam = cast.make_person("Sam", "Okafor", assembly, job="Supervisor")
    rosa = cast.make_office("rosa.patel@example.com", "Rosa Patel", RoleGrant.Role.HR, site)
    appoint_supervisor(department=assembly, supervisor=sam.employee, starts_on=date(2025, 1, 1))
    ana.employee.shift_starts, ana.employee.shift_ends = time(7), time(15, 30)
    ana.employee.save()
    light = DemandFacts(activity="LIFT_CARRY", status="ASSESSED", minutes=60, weight=8, hands="BOTH")
    task = make_task(assembly, "KITTING", name="Packing kits", kind="modified", demands=(SITTING, light))
    heavy = DemandFacts(activity="LIFT_CARRY", status="ASSESSED", minutes=240, weight=40, hands="BOTH")
    make_task(assembly, "LOADING", name="Loading pallets", kind="modified", demands=(heavy,))
    for person in (ana, sam, rosa):
        person.user.set_password(cast.PASSWORD)
        person.user.save()
    staff = {"ana": ana.user, "sam": sam.user, "rosa": rosa.user}
    keys = {name: make_token(user=user, name="a script", at=cast.NOON)[1] for name, user in staff.items()}
    return {**{name: user.email for name, user in staff.items()}, "task": task.pk, "keys": keys}


def everything() -> dict[str, Any]:
    """Thirty days later: something on every page of `tools.tour`, for every role, and a page with nothing on it."""
    from tests.browser import everything as scene

    return scene.build()


def main(scene: str) -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        told = SCENES[scene]()
    print(json.dumps(told))


SCENES = {"life": life, "everything": everything}

if __name__ == "__main__":
    main(sys.argv[1])
