"""Random, valid matching cases, rich in ties, zeros, either-hand work, groups and missing figures."""

from recovery.restrictions import ACTIVITIES, BAND_ORDER, KINDS, OPTIONS

FAMILIES = (
    ("LIFT_CARRY", "LIFT", "LIFT_FLOOR", "LIFT_WAIST", "LIFT_OVERHEAD", "CARRY"),
    ("DRIVE", "DRIVE_ROAD", "DRIVE_INDUSTRIAL", "OPERATE_MACHINERY", "MACHINE_FIXED"),
    ("SIT", "STAND", "WALK", "STAND_WALK"),
    ("HAND_USE", "GRIP", "FINGER", "REPETITIVE_HAND"),
)
HOURS = (0, 0.5, 0.8, 1, 2, 2.000001, 2.000002, 8 / 3, 2.67, 4, 16 / 3, 6, 8)
FRACTIONS = (0, 0.05, 0.1, 1 / 3, 0.34, 0.5, 2 / 3, 1)
POUNDS = (0, 5, 5.1, 5.11, 10, 10.1, 15, 20, 20.2, 50)
KILOS = (0, 2.3, 4.5, 9.1, 9.2)
SOME_OPTIONS = tuple(OPTIONS)[:3]


def pick_activity(rng, family):
    return rng.choice(family) if rng.random() < 0.9 else rng.choice(tuple(ACTIVITIES))


def row(rng, family):
    made = {
        "activity": pick_activity(rng, family),
        "status": rng.choices(("ASSESSED", "ESTIMATED", "UNKNOWN"), (14, 1, 1))[0],
    }
    if rng.random() < 0.6:
        made["hours"] = rng.choice(HOURS)
    if rng.random() < 0.3:
        made["fraction"] = rng.choice(FRACTIONS)
    if rng.random() < 0.7:
        made["weight_lb"] = rng.choice(POUNDS)
    if rng.random() < 0.2:
        made["weight_kg"] = rng.choice(KILOS)
    if rng.random() < 0.8:
        made["hands"] = rng.choice(("L", "R", "BOTH", "EITHER", "EITHER", None))
    if rng.random() < 0.6:
        made["continuous_min"] = rng.choice((0, 10, 30, 30.000001, 31, 120))
    if rng.random() < 0.6:
        made["reps_per_hour"] = rng.choice((0, 50, 60, 61, 240))
    return made


def points(rng):
    if rng.random() < 0.4:
        return [{"kg": rng.choice(KILOS)} if rng.random() < 0.3 else {"lb": rng.choice(POUNDS)}]
    bands = sorted(rng.sample(BAND_ORDER[1:], rng.randint(1, 4)), key=BAND_ORDER.index)
    weights = sorted((rng.choice(POUNDS) for _band in bands), reverse=True)
    return [{"band": band, "lb": weight} for band, weight in zip(bands, weights, strict=True)]


def restriction(rng, family, name):
    kind = rng.choice(tuple(KINDS))
    made = {
        "id": name,
        "kind": kind,
        "activity": pick_activity(rng, family),
        "side": rng.choice(("L", "R", "BOTH", "NA", None)),
        "points": points(rng),
        "band": rng.choice(BAND_ORDER),
        "hours": rng.choice(HOURS),
        "minutes": rng.choice((0, 20, 30, 60)),
        "reps": rng.choice((0, 50, 60)),
        "days": rng.choice((3, 5)),
        "option": rng.choice(SOME_OPTIONS),
    }
    if rng.random() < 0.1:
        made["to"] = rng.choice(("2026-03-09", "2026-03-10", "2026-03-11"))
    if rng.random() < 0.1:
        made["permanent"] = True
    return made


def report(rng, family, place):
    status = rng.choices(("RESTRICTED", "FULL_RELEASE", "OFF_WORK"), (14, 1, 1))[0]
    return {
        "id": f"r{place}",
        "provider": rng.choice("AB"),
        "issued": rng.choice(("2026-03-01", "2026-03-05", "2026-03-05")),
        "from": "2026-03-05",
        "to": rng.choice((None, "2026-03-31", "2026-03-31", "2026-03-09")),
        "status": status,
        "voided": rng.random() < 0.05,
        "restrictions": [restriction(rng, family, f"{place}-{n}") for n in range(rng.randint(1, 3))],
    }


def patch(rng, family):
    made = {}
    if rng.random() < 0.3:
        made["shift_hours"] = rng.choice((2, 4, 6))
    if rng.random() < 0.3:
        made["night"] = False
    if rng.random() < 0.3:
        made["options"] = {rng.choice(SOME_OPTIONS): rng.choice((True, False, None))}
    if rng.random() < 0.5:
        change = row(rng, family)
        del change["status"]
        made["set"] = [change]
    if rng.random() < 0.4:
        made["remove"] = [pick_activity(rng, family)]
    return made


def task(rng, family, *, modifiable=True):
    absent = [code for code in ACTIVITIES if rng.random() < rng.choice((0.5, 0.99, 1))]
    made = {
        "code": "T",
        "shift_hours": rng.choice((4, 8, 8, 12, None)),
        "days_per_week": rng.choice((3, 5, 6, None)),
        "night": rng.choice((True, False, False, None)),
        "overtime": rng.choice((True, False, False, None)),
        "demands": [row(rng, family) for _n in range(rng.randint(0, 5))],
        "absent": absent,
        "unknown": [pick_activity(rng, family)] if rng.random() < 0.1 else None,
        "options": {code: rng.choice((True, True, False, None)) for code in SOME_OPTIONS},
        "assessment": {"status": "ESTIMATED"} if rng.random() < 0.08 else None,
    }
    if modifiable and rng.random() < 0.7:
        made["modifications"] = [{"code": f"m{n}", "patch": patch(rng, family)} for n in range(rng.randint(1, 4))]
    return made


def case(rng, *, modifiable=True):
    family = rng.choice(FAMILIES)
    made = {
        "id": "C",
        "as_of": "2026-03-10",
        "reports": [report(rng, family, n) for n in range(rng.choice((0, 1, 1, 1, 1, 2, 3)))],
    }
    if rng.random() < 0.2:
        made["bundle"] = [task(rng, family, modifiable=modifiable) for _n in range(rng.randint(1, 3))]
    else:
        made["task"] = task(rng, family, modifiable=modifiable)
    return made
