"""A coded restriction in plain words: one line that says what may be done, and lines beneath it.

Everything is made of codes and figures. No word of the provider ever enters, so the same line may be
shown to a supervisor; only the person changes ("with your right hand", "with the right hand").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from .restrictions import ACTIVITIES, BAND_ORDER
from .sentences import Sentence, figure, ngettext_lazy
from .sentences import gettext_noop as _

NO, MAX = "no", "max"


class PointLike(Protocol):
    @property
    def value(self) -> float: ...
    @property
    def unit(self) -> str: ...
    @property
    def band(self) -> str | None: ...


class RestrictionLike(Protocol):
    """What a sentence needs of a restriction: a stored one and a matched one both have it."""

    @property
    def kind(self) -> str: ...
    @property
    def activity(self) -> str: ...
    @property
    def side(self) -> str: ...
    @property
    def points(self) -> Sequence[PointLike]: ...
    @property
    def band(self) -> str | None: ...
    @property
    def hours(self) -> float | None: ...
    @property
    def minutes(self) -> float | None: ...
    @property
    def reps(self) -> float | None: ...
    @property
    def days(self) -> float | None: ...
    @property
    def option(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class PlainLimit:
    """`text` and `details` are translated with `sentences.render`; `tone` is 'no' or 'max'."""

    text: Sentence
    icon: str
    tone: str
    details: tuple[Sentence, ...] = ()


# Activity: (do it, not at all, icon). Each is a whole phrase, so that other languages may order it freely.
_PHRASES: dict[str, tuple[str, str, str]] = {
    "LIFT_CARRY": (_("Lift and carry"), _("No lifting or carrying"), "load"),
    "LIFT": (_("Lift"), _("No lifting"), "load"),
    "LIFT_FLOOR": (_("Lift from the floor"), _("No lifting from the floor"), "load"),
    "LIFT_WAIST": (_("Lift at waist height"), _("No lifting at waist height"), "load"),
    "LIFT_OVERHEAD": (_("Lift over your shoulder"), _("No lifting over the shoulder"), "load"),
    "CARRY": (_("Carry"), _("No carrying"), "load"),
    "PUSH_PULL": (_("Push or pull"), _("No pushing or pulling"), "push"),
    "PUSH": (_("Push"), _("No pushing"), "push"),
    "PULL": (_("Pull"), _("No pulling"), "push"),
    "SIT": (_("Sit"), _("No sitting"), "sit"),
    "STAND_WALK": (_("Stand and walk"), _("No standing or walking"), "stand"),
    "STAND": (_("Stand"), _("No standing"), "stand"),
    "WALK": (_("Walk"), _("No walking"), "stand"),
    "UNEVEN_GROUND": (_("Walk on rough ground"), _("No rough ground"), "stand"),
    "CLIMB": (_("Climb"), _("No climbing"), "climb"),
    "CLIMB_STAIRS": (_("Climb stairs"), _("No stairs"), "climb"),
    "CLIMB_LADDER": (_("Climb ladders"), _("No ladders"), "climb"),
    "BALANCE": (_("Work where you must keep your balance"), _("No work that needs good balance"), "climb"),
    "BEND_TWIST": (_("Bend and twist"), _("No bending or twisting"), "bend"),
    "BEND": (_("Bend"), _("No bending"), "bend"),
    "TWIST": (_("Twist"), _("No twisting"), "bend"),
    "LOW_POSTURE": (_("Squat, kneel or crawl"), _("No squatting, kneeling or crawling"), "bend"),
    "SQUAT": (_("Squat"), _("No squatting"), "bend"),
    "KNEEL": (_("Kneel"), _("No kneeling"), "bend"),
    "CRAWL": (_("Crawl"), _("No crawling"), "bend"),
    "REACH": (_("Reach"), _("No reaching"), "reach"),
    "REACH_OVERHEAD": (_("Reach over your shoulder"), _("No reaching over the shoulder"), "reach"),
    "REACH_LEVEL": (_("Reach up to shoulder height"), _("No reaching in front"), "reach"),
    "HAND_USE": (_("Do hand work"), _("No hand work"), "hand"),
    "GRIP": (_("Grip"), _("No gripping"), "hand"),
    "FINGER": (_("Do fine work"), _("No fine work"), "hand"),
    "KEYBOARD": (_("Type or use a mouse"), _("No typing or mouse work"), "keyboard"),
    "WRIST": (_("Bend your wrist"), _("No bending of the wrist"), "hand"),
    "REPETITIVE_HAND": (_("Repeat the same movement"), _("No repeated movements"), "repeat"),
    "FOOT_CONTROL": (_("Use pedals"), _("No pedals"), "foot"),
    "NECK": (_("Turn or bend your neck"), _("No turning or bending of the neck"), "bend"),
    "DRIVE": (_("Drive"), _("No driving"), "drive"),
    "DRIVE_ROAD": (_("Drive on the road"), _("No driving on the road"), "drive"),
    "DRIVE_INDUSTRIAL": (_("Drive a forklift or work truck"), _("No forklifts or work trucks"), "drive"),
    "OPERATE_MACHINERY": (_("Run machines"), _("No machines"), "machine"),
    "MACHINE_FIXED": (_("Run fixed machines"), _("No fixed machines"), "machine"),
    "SAFETY_CRITICAL": (
        _("Do work that keeps others safe"),
        _("No work on which the safety of others hangs"),
        "warning",
    ),
    "HEIGHTS": (_("Work high up"), _("No work high up"), "climb"),
    "VIBRATION": (_("Use vibrating tools"), _("No vibrating tools"), "vibration"),
    "HEAT": (_("Work in heat"), _("No work in heat"), "weather"),
    "COLD": (_("Work in the cold"), _("No work in the cold"), "weather"),
    "WET": (_("Work in the wet"), _("No wet work"), "weather"),
    "FUMES": (_("Work near fumes, dust or chemicals"), _("No fumes, dust or chemicals"), "warning"),
    "NOISE": (_("Work in loud noise"), _("No loud noise"), "warning"),
    "OUTDOORS": (_("Work outside"), _("No work outside"), "weather"),
    "CONFINED_SPACE": (_("Work in tight spaces"), _("No tight spaces"), "warning"),
    "WORK_ALONE": (_("Work alone"), _("No working alone"), "person"),
    "CONCENTRATE": (_("Do work that needs long focus"), _("No work that needs long focus"), "person"),
    "INTERPERSONAL": (_("Deal with customers or conflict"), _("No customers or conflict"), "person"),
    "STRESS_TRAUMA": (_("Work with upsetting events"), _("No upsetting events"), "person"),
}

# Option: what the person may do. These read the same for both audiences.
_OPTION_WORDS: dict[str, str] = {
    "SIT_STAND": _("Change between sitting and standing at any time"),
    "BREAK_SCHEDULE": _("Take short breaks at set times"),
    "SPLINT_OK": _("Wear a splint or cast at work"),
    "CRUTCHES_OK": _("Use crutches at work"),
    "ELEVATE_LIMB": _("Keep the arm or leg raised"),
    "KEEP_DRY": _("Work only where it stays clean and dry"),
    "HELPER": _("Have a helper for heavy moments"),
    "LIFT_DEVICE": _("Have a lifting device close by"),
}

# Limb: (your left, your right, the left, the right), each wrapped around a whole limit.
_SIDE_WORDS: dict[str, dict[tuple[str, bool], str]] = {
    "hand": {
        ("L", True): _("%(limit)s with your left hand"),
        ("R", True): _("%(limit)s with your right hand"),
        ("L", False): _("%(limit)s with the left hand"),
        ("R", False): _("%(limit)s with the right hand"),
    },
    "foot": {
        ("L", True): _("%(limit)s with your left foot"),
        ("R", True): _("%(limit)s with your right foot"),
        ("L", False): _("%(limit)s with the left foot"),
        ("R", False): _("%(limit)s with the right foot"),
    },
    "side": {
        ("L", True): _("%(limit)s on your left side"),
        ("R", True): _("%(limit)s on your right side"),
        ("L", False): _("%(limit)s on the left side"),
        ("R", False): _("%(limit)s on the right side"),
    },
}

# Where the phrase says "your", the third person says it so.
_OTHERS: dict[str, str] = {
    "LIFT_OVERHEAD": _("Lift over the shoulder"),
    "REACH_OVERHEAD": _("Reach over the shoulder"),
    "BALANCE": _("Work that needs good balance"),
    "WRIST": _("Bend the wrist"),
    "NECK": _("Turn or bend the neck"),
}

_AT_MOST: dict[str, str] = {
    "SELDOM": _("%(do)s for at most a tenth of the day"),
    "OCCASIONAL": _("%(do)s for at most a third of the day"),
    "FREQUENT": _("%(do)s for at most two thirds of the day"),
    "CONSTANT": _("%(do)s all day if needed"),
}
_WEIGHT_AT: dict[str, str] = {
    "SELDOM": _("Up to %(weight)s for at most a tenth of the day"),
    "OCCASIONAL": _("Up to %(weight)s for at most a third of the day"),
    "FREQUENT": _("Up to %(weight)s for at most two thirds of the day"),
    "CONSTANT": _("Up to %(weight)s all day"),
}

ICONS: tuple[str, ...] = tuple(
    sorted({icon for _do, _no, icon in _PHRASES.values()} | {"clock", "option", "question", "off"})
)


def in_plain_words(restriction: RestrictionLike, *, own: bool = True) -> PlainLimit:
    """`own`: said to the person herself; otherwise about her, to a supervisor or HR."""
    kind = restriction.kind
    if kind in _WITHOUT_ACTIVITY:
        text, icon, tone = _WITHOUT_ACTIVITY[kind]
        return PlainLimit(Sentence(text), icon, tone)
    if kind == "REQUIRES":
        return PlainLimit(Sentence(_OPTION_WORDS[restriction.option or ""]), "option", MAX)
    if kind == "MAX_SHIFT_HOURS":
        return PlainLimit(_with("%(do)s up to %(amount)s a shift", _WORK, hours(restriction)), "clock", MAX)
    if kind == "MAX_DAYS_WEEK":
        days = ngettext_lazy("%(number)s day", "%(number)s days", restriction.days or 0)
        return PlainLimit(_with("%(do)s up to %(amount)s a week", _WORK, days), "clock", MAX)
    return _about_activity(restriction, own)


_WORK = Sentence(_("Work"))
_WITHOUT_ACTIVITY: dict[str, tuple[str, str, str]] = {
    "NO_NIGHT": (_("No night work"), "clock", NO),
    "NO_OVERTIME": (_("No overtime"), "clock", NO),
    "UNCODED": (_("One limit is still being cleared up. Ask HR first."), "question", NO),
    "NOT_RELEASED": (_("No work for now"), "off", NO),
}
# Named here once, so that the translators find the templates used with `_with`.
_TEMPLATES = (
    _("%(do)s up to %(amount)s"),
    _("%(do)s up to %(amount)s a day"),
    _("%(do)s up to %(amount)s a shift"),
    _("%(do)s up to %(amount)s a week"),
    _("%(do)s up to %(amount)s at a time"),
    _("%(do)s up to %(amount)s an hour"),
)


def _with(template: str, do: Sentence, amount: Sentence | str) -> Sentence:
    return Sentence(template, {"do": do, "amount": amount})


def hours(restriction: RestrictionLike) -> Sentence:
    return ngettext_lazy("%(number)s hour", "%(number)s hours", restriction.hours or 0)


def weight(point: PointLike) -> str:
    """In the unit that was written on the form."""
    return f"{figure(point.value)} {point.unit}"


def _about_activity(restriction: RestrictionLike, own: bool) -> PlainLimit:
    do, never, icon = _PHRASES[restriction.activity]
    if not own:
        do = _OTHERS.get(restriction.activity, do)
    if _forbids(restriction):
        return PlainLimit(_sided(Sentence(never), restriction, own), icon, NO)
    sentence, details = _limit(restriction, Sentence(do))
    return PlainLimit(_sided(sentence, restriction, own), icon, MAX, details)


def _forbids(restriction: RestrictionLike) -> bool:
    """A limit of nothing is said as what it is."""
    kind = restriction.kind
    return (
        kind == "PROHIBITED"
        or (kind == "MAX_FREQUENCY" and restriction.band == "NEVER")
        or (kind == "MAX_HOURS_DAY" and not restriction.hours)
    )


def _limit(restriction: RestrictionLike, do: Sentence) -> tuple[Sentence, tuple[Sentence, ...]]:
    kind = restriction.kind
    if kind == "MAX_WEIGHT":
        return _weights(restriction, do)
    if kind == "MAX_FREQUENCY":
        return Sentence(_AT_MOST[restriction.band or "SELDOM"], {"do": do}), ()
    if kind == "MAX_HOURS_DAY":
        return _with("%(do)s up to %(amount)s a day", do, hours(restriction)), ()
    if kind == "MAX_CONTINUOUS_MIN":
        minutes = ngettext_lazy("%(number)s minute", "%(number)s minutes", restriction.minutes or 0)
        return _with("%(do)s up to %(amount)s at a time", do, minutes), ()
    times = ngettext_lazy("%(number)s time", "%(number)s times", restriction.reps or 0)
    return _with("%(do)s up to %(amount)s an hour", do, times), ()


def _weights(restriction: RestrictionLike, do: Sentence) -> tuple[Sentence, tuple[Sentence, ...]]:
    """The heaviest load first with its share of the day, the lighter ones beneath."""
    points = sorted(restriction.points, key=lambda point: BAND_ORDER.index(point.band or "NEVER"))
    head = _with("%(do)s up to %(amount)s", do, weight(points[0]))
    if points[0].band is None:
        return head, ()
    text = Sentence(_AT_MOST[points[0].band], {"do": head})
    lighter = (Sentence(_WEIGHT_AT[p.band or "CONSTANT"], {"weight": weight(p)}) for p in points[1:])
    return text, tuple(lighter)


def _sided(limit: Sentence, restriction: RestrictionLike, own: bool) -> Sentence:
    if restriction.side not in ("L", "R"):
        return limit
    limb = "foot" if restriction.activity == "FOOT_CONTROL" else "hand"
    if not ACTIVITIES[restriction.activity].sided:
        limb = "side"
    return Sentence(_SIDE_WORDS[limb][restriction.side, own], {"limit": limit})


def all_in_plain_words(restrictions: Iterable[RestrictionLike], *, own: bool = True) -> list[PlainLimit]:
    """One entry per activity and side, so that two limits on the same thing read as one: the first is the
    line, the others stand beneath it. What is forbidden needs no further line."""
    grouped: dict[tuple[str, str, str], PlainLimit] = {}
    for restriction in restrictions:
        limit = in_plain_words(restriction, own=own)
        about = restriction.activity if restriction.activity in ACTIVITIES else restriction.kind
        key = (about, restriction.side if restriction.side in ("L", "R") else "", restriction.option or "")
        first = grouped.get(key)
        if first is None or limit.tone == NO:
            grouped[key] = limit
        elif first.tone != NO and limit.text != first.text:
            grouped[key] = replace(first, details=(*first.details, limit.text, *limit.details))
    return list(grouped.values())
