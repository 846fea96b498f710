"""The closed vocabulary of work restrictions: activities, kinds, options, bands, sides, units.

Pure: no framework, no clock. A group restricts everything below it; the tree has one child with two
parents (an industrial truck is driven and is also a machine). Sentences for people are made in
`restriction_words`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from .sentences import gettext_noop as _

POUND_IN_KG = Fraction(45359237, 100_000_000)
"""One pound in kilograms, exactly, by definition of the pound."""

WEIGHT_TOLERANCE_LB = Fraction(1, 10)
"""Forms print 20 lb as 9.1 kg, which is 20.06 lb: weights closer than this are the same."""


@dataclass(frozen=True)
class Activity:
    """One thing a body does at work. `sided`: left and right may differ. `weight`: pounds make sense."""

    code: str
    label: str
    parents: tuple[str, ...] = ()
    sided: bool = False
    weight: bool = False


def _load(code: str, label: str, parents: tuple[str, ...] = ()) -> Activity:
    return Activity(code, label, parents, sided=True, weight=True)


def _hand(code: str, label: str, parents: tuple[str, ...] = ()) -> Activity:
    return Activity(code, label, parents, sided=True)


_ALL = (
    _load("LIFT_CARRY", _("Lift and carry")),
    _load("LIFT", _("Lift, any height"), ("LIFT_CARRY",)),
    _load("LIFT_FLOOR", _("Lift from floor to waist"), ("LIFT",)),
    _load("LIFT_WAIST", _("Lift from waist to shoulder"), ("LIFT",)),
    _load("LIFT_OVERHEAD", _("Lift over the shoulder"), ("LIFT",)),
    _load("CARRY", _("Carry"), ("LIFT_CARRY",)),
    _load("PUSH_PULL", _("Push and pull")),
    _load("PUSH", _("Push"), ("PUSH_PULL",)),
    _load("PULL", _("Pull"), ("PUSH_PULL",)),
    Activity("SIT", _("Sit")),
    Activity("STAND_WALK", _("Stand and walk")),
    Activity("STAND", _("Stand"), ("STAND_WALK",)),
    Activity("WALK", _("Walk"), ("STAND_WALK",)),
    Activity("UNEVEN_GROUND", _("Walk on rough ground")),
    Activity("CLIMB", _("Climb")),
    Activity("CLIMB_STAIRS", _("Climb stairs"), ("CLIMB",)),
    Activity("CLIMB_LADDER", _("Climb ladders"), ("CLIMB",)),
    Activity("BALANCE", _("Keep balance")),
    Activity("BEND_TWIST", _("Bend and twist the back")),
    Activity("BEND", _("Bend or stoop"), ("BEND_TWIST",)),
    Activity("TWIST", _("Twist the back"), ("BEND_TWIST",)),
    Activity("LOW_POSTURE", _("Work close to the ground")),
    Activity("SQUAT", _("Squat or crouch"), ("LOW_POSTURE",)),
    Activity("KNEEL", _("Kneel"), ("LOW_POSTURE",)),
    Activity("CRAWL", _("Crawl"), ("LOW_POSTURE",)),
    _hand("REACH", _("Reach")),
    _hand("REACH_OVERHEAD", _("Reach over the shoulder"), ("REACH",)),
    _hand("REACH_LEVEL", _("Reach up to shoulder height"), ("REACH",)),
    _hand("HAND_USE", _("Use the hands")),
    _hand("GRIP", _("Grip"), ("HAND_USE",)),
    _hand("FINGER", _("Fine work with the fingers"), ("HAND_USE",)),
    _hand("KEYBOARD", _("Type and use a mouse"), ("HAND_USE",)),
    _hand("WRIST", _("Bend the wrist")),
    _hand("REPETITIVE_HAND", _("Repeat one hand movement")),
    _hand("FOOT_CONTROL", _("Use foot pedals")),
    Activity("NECK", _("Turn or bend the neck")),
    Activity("DRIVE", _("Drive any vehicle")),
    Activity("DRIVE_ROAD", _("Drive on the road"), ("DRIVE",)),
    Activity("DRIVE_INDUSTRIAL", _("Drive a forklift or truck at work"), ("DRIVE", "OPERATE_MACHINERY")),
    Activity("OPERATE_MACHINERY", _("Run machines")),
    Activity("MACHINE_FIXED", _("Run a fixed machine"), ("OPERATE_MACHINERY",)),
    Activity("SAFETY_CRITICAL", _("Work on which the safety of others hangs")),
    Activity("HEIGHTS", _("Work high up")),
    _hand("VIBRATION", _("Use vibrating tools")),
    Activity("HEAT", _("Work in heat")),
    Activity("COLD", _("Work in the cold")),
    Activity("WET", _("Work in the wet")),
    Activity("FUMES", _("Work near fumes, dust or chemicals")),
    Activity("NOISE", _("Work in loud noise")),
    Activity("OUTDOORS", _("Work outside")),
    Activity("CONFINED_SPACE", _("Work in tight spaces")),
    Activity("WORK_ALONE", _("Work alone")),
    Activity("CONCENTRATE", _("Work that needs long focus")),
    Activity("INTERPERSONAL", _("Deal with customers or conflict")),
    Activity("STRESS_TRAUMA", _("Work with upsetting events")),
)

ACTIVITIES: dict[str, Activity] = {activity.code: activity for activity in _ALL}


def _children() -> dict[str, list[str]]:
    below: dict[str, list[str]] = {code: [] for code in ACTIVITIES}
    for activity in _ALL:
        for parent in activity.parents:
            below[parent].append(activity.code)
    return below


_BELOW = _children()


def _leaves(code: str) -> frozenset[str]:
    if not _BELOW[code]:
        return frozenset({code})
    return frozenset().union(*(_leaves(child) for child in _BELOW[code]))


LEAVES: dict[str, frozenset[str]] = {code: _leaves(code) for code in ACTIVITIES}
ALL_LEAVES: tuple[str, ...] = tuple(code for code in ACTIVITIES if not _BELOW[code])


def leaves(activity: str) -> frozenset[str]:
    """The finest activities below `activity`; itself when nothing lies below."""
    return LEAVES[activity]


def is_group(activity: str) -> bool:
    return bool(_BELOW[activity])


def is_under(activity: str, group: str) -> bool:
    """Is `activity` the group itself, or anywhere below it?"""
    return activity == group or any(is_under(parent, group) for parent in ACTIVITIES[activity].parents)


def children(activity: str) -> tuple[str, ...]:
    return tuple(_BELOW[activity])


@dataclass(frozen=True)
class Kind:
    """A kind of limit: `about` activity, option, schedule or words; `value` names its one field, if any."""

    code: str
    label: str
    about: str
    value: str = ""


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("PROHIBITED", _("Not at all"), "activity"),
        Kind("MAX_WEIGHT", _("Up to a weight"), "activity", "points"),
        Kind("MAX_FREQUENCY", _("Up to a share of the day"), "activity", "band"),
        Kind("MAX_HOURS_DAY", _("Up to some hours a day"), "activity", "hours"),
        Kind("MAX_CONTINUOUS_MIN", _("Up to some minutes at a time"), "activity", "minutes"),
        Kind("MAX_REPS_HOUR", _("Up to some repeats an hour"), "activity", "reps"),
        Kind("REQUIRES", _("The workplace must offer"), "option", "option"),
        Kind("MAX_SHIFT_HOURS", _("Shift up to some hours"), "schedule", "hours"),
        Kind("MAX_DAYS_WEEK", _("Up to some days a week"), "schedule", "days"),
        Kind("NO_NIGHT", _("Not at night"), "schedule"),
        Kind("NO_OVERTIME", _("No overtime"), "schedule"),
        Kind("UNCODED", _("Words that still need a question"), "words", "text"),
    )
}
ACTIVITY_KINDS = frozenset(code for code, kind in KINDS.items() if kind.about == "activity")
SCHEDULE_KINDS = frozenset(code for code, kind in KINDS.items() if kind.about == "schedule")

ANY_ACTIVITY = "ANY"
"""Stands where a restriction is about no activity: schedule, workplace, words, off work."""

NOT_RELEASED = "NOT_RELEASED"
"""The one kind nobody enters: an off-work report yields it."""

OPTIONS: dict[str, str] = {
    "SIT_STAND": _("Change between sitting and standing freely"),
    "BREAK_SCHEDULE": _("Short breaks at set times"),
    "SPLINT_OK": _("Wear a splint or cast"),
    "CRUTCHES_OK": _("Use crutches"),
    "ELEVATE_LIMB": _("Keep the arm or leg raised"),
    "KEEP_DRY": _("Stay clean and dry"),
    "HELPER": _("A helper for heavy moments"),
    "LIFT_DEVICE": _("A lifting device within reach"),
}

SIDES: dict[str, str] = {"L": _("Left"), "R": _("Right"), "BOTH": _("Both sides"), "NA": _("No side")}
HANDS: dict[str, str] = {
    "L": _("Left hand"),
    "R": _("Right hand"),
    "BOTH": _("Both hands together"),
    "EITHER": _("Either hand"),
}

REPORT_STATUSES: dict[str, str] = {
    "FULL_RELEASE": _("Full duty, no limits"),
    "RESTRICTED": _("May work within limits"),
    "OFF_WORK": _("Off work"),
}

BANDS: dict[str, Fraction | None] = {
    "NEVER": Fraction(0),
    "SELDOM": Fraction(1, 10),
    "OCCASIONAL": Fraction(1, 3),
    "FREQUENT": Fraction(2, 3),
    "CONSTANT": None,
}
"""Upper bounds, inclusive, as shares of the working day (at most eight hours). None: without bound."""

BAND_ORDER: tuple[str, ...] = tuple(BANDS)
BAND_LABELS: dict[str, str] = {
    "NEVER": _("Never"),
    "SELDOM": _("Rarely (up to a tenth of the day)"),
    "OCCASIONAL": _("Now and then (up to a third of the day)"),
    "FREQUENT": _("Often (up to two thirds of the day)"),
    "CONSTANT": _("All day"),
}

BAND_SCHEMES: dict[str, str] = {
    "US_EMPLOYER": _("Employer form: rarely is up to a tenth of the day"),
    "WA_APF": _("Washington form: rarely is up to a tenth of the day"),
    "BLS_ORS": _("Federal survey: rarely is up to a fiftieth of the day"),
}
"""Where the words for frequency came from; kept with the restriction, because forms differ."""


def band_of_share(share: Fraction | float) -> str:
    """The rarest band that still holds `share` of the day; a third is a third, not 33 percent."""
    for code, bound in BANDS.items():
        if bound is None or share <= bound + Fraction(1, 1_000_000):
            return code
    raise AssertionError("the last band has no bound")


def lb_to_kg(pounds: Fraction | float) -> float:
    return float(Fraction(pounds) * POUND_IN_KG)


def kg_to_lb(kilograms: Fraction | float) -> float:
    return float(Fraction(kilograms) / POUND_IN_KG)
