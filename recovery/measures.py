"""The catalogue of outcome measures: one entry each, read by forms, charts and the stall rules alike.

Titles and wordings are English message ids; the page that shows them translates. An entry whose licence is
not `own wording` or `free` carries no item text: a site that holds a licence adds its own wording.
"""

from dataclasses import dataclass
from typing import Literal

from recovery.scales import HigherIs, Scale

Licence = Literal["own wording", "free", "ask", "licensed: never bundled"]

STRATFORD = "Stratford 1995, Physiother Can 47:258"
ABBOTT = "Abbott 2014, 10.2519/jospt.2014.5248"
OSTELO = "Ostelo 2008, 10.1097/BRS.0b013e31815e3a10"
REED = "Reed 2024, PMC10859144"
ROLAND = "Roland and Fairbank 2000, Spine 25:3115"
FRANCHIGNONI = "Franchignoni 2014"
ANYWHERE: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    """One outcome measure. `mcid` is the smallest change a patient would call a change; None: none is known.

    Changes and noise are in the measure's own units. `regions` empty means any part of the body.
    """

    code: str
    title: str
    wording: str
    items: int
    minimum: float
    maximum: float
    step: float
    higher_is: HigherIs
    recall: str
    mcid: float | None
    mcid_range: tuple[float, float] | None
    sem: float | None
    mdc: float | None
    limits: str
    citation: str
    licence: Licence
    regions: tuple[str, ...]
    version: str
    decides: bool = True

    @property
    def bundled(self) -> bool:
        """May its item text be shown without a licence of the site's own?"""
        return self.licence in ("own wording", "free")

    @property
    def on_number_pad(self) -> bool:
        """Can it be asked with one tap from 0 to 10? Only such measures have a form of their own so far."""
        return (self.items, self.minimum, self.maximum, self.step) == (1, 0, 10, 1)

    @property
    def scale(self) -> Scale:
        """What the stall rules read. Without a published figure a tenth of the range stands for the noise."""
        tenth = (self.maximum - self.minimum) / 10
        return Scale(
            code=self.code,
            minimum=self.minimum,
            maximum=self.maximum,
            higher_is=self.higher_is,
            mcid=2 * tenth if self.mcid is None else self.mcid,
            sem=tenth if self.sem is None else self.sem,
            step=self.step,
        )


PAIN = Measure(
    code="pain",
    title="Pain",
    wording="How bad was your pain on average?",
    items=1,
    minimum=0,
    maximum=10,
    step=1,
    higher_is="worse",
    recall="past 24 hours if asked every 4 days or more often, else past 7 days",
    mcid=2,
    mcid_range=(1, 4),
    sem=1.0,
    mdc=1.77,
    limits="A start of 1-4 leaves room for 1 point only.",
    citation=f"{OSTELO}; Thieme 10.1055/a-1304-3677",
    licence="free",
    regions=ANYWHERE,
    version="1",
)

MAIN_ACTIVITY = Measure(
    code="main_activity",
    title="Own main activity",
    wording="How well can you do the activity you chose?",
    items=1,
    minimum=0,
    maximum=10,
    step=1,
    higher_is="better",
    recall="today",
    mcid=2,
    mcid_range=(1.3, 2.7),
    sem=0.74,
    mdc=3,
    limits="Depends on the activity chosen; comparisons between people mean little.",
    citation=f"{STRATFORD}; {ABBOTT}",
    licence="own wording",
    regions=ANYWHERE,
    version="1",
)

WORK_ABILITY = Measure(
    code="work_ability",
    title="Work ability",
    wording="How able are you to do your usual work now?",
    items=1,
    minimum=0,
    maximum=10,
    step=1,
    higher_is="better",
    recall="now",
    mcid=2,
    mcid_range=None,
    sem=1.1,
    mdc=None,
    limits="Good for a trend, weak for a verdict on one day.",
    citation="Jääskeläinen 2016, 10.5271/sjweh.3598; Roelen 2014, 10.5271/sjweh.3428",
    licence="own wording",
    regions=ANYWHERE,
    version="1",
)

OVERALL_CHANGE = Measure(
    code="overall_change",
    title="Overall change since the injury",
    wording="Compared with the time just after the injury, how are you now?",
    items=1,
    minimum=-5,
    maximum=5,
    step=1,
    higher_is="better",
    recall="since the injury",
    mcid=2.5,
    mcid_range=None,
    sem=None,
    mdc=None,
    limits="Follows the state of today more than the change.",
    citation="PMC7025089; Phys Ther 94:534",
    licence="own wording",
    regions=ANYWHERE,
    version="1",
    decides=False,
)

ROLAND_MORRIS = Measure(
    code="roland_morris",
    title="Roland-Morris disability questionnaire",
    wording="Roland-Morris, the printed form",
    items=24,
    minimum=0,
    maximum=24,
    step=1,
    higher_is="worse",
    recall="today",
    mcid=5,
    mcid_range=(2, 8),
    sem=1.8,
    mdc=5,
    limits="Insensitive below 4 and above 20.",
    citation=f"{ROLAND}; {OSTELO}",
    licence="free",
    regions=("back",),
    version="1",
)

PEG = Measure(
    code="peg",
    title="PEG",
    wording="",
    items=3,
    minimum=0,
    maximum=10,
    step=1 / 3,
    higher_is="worse",
    recall="past 7 days",
    mcid=1.5,
    mcid_range=(1.0, 1.75),
    sem=1.0,
    mdc=None,
    limits="",
    citation=f"{REED}; Krebs 2009, 10.1007/s11606-009-0981-1",
    licence="ask",
    regions=ANYWHERE,
    version="1",
)

QUICKDASH = Measure(
    code="quickdash",
    title="QuickDASH",
    wording="",
    items=11,
    minimum=0,
    maximum=100,
    step=1,
    higher_is="worse",
    recall="past 7 days",
    mcid=15.9,
    mcid_range=(13.4, 15.9),
    sem=5.5,
    mdc=12.85,
    limits="",
    citation=FRANCHIGNONI,
    licence="licensed: never bundled",
    regions=("shoulder", "arm", "elbow", "wrist", "hand"),
    version="1",
)

OSWESTRY = Measure(
    code="oswestry",
    title="Oswestry disability index",
    wording="",
    items=10,
    minimum=0,
    maximum=100,
    step=2,
    higher_is="worse",
    recall="today",
    mcid=10,
    mcid_range=None,
    sem=4.3,
    mdc=10,
    limits="",
    citation=OSTELO,
    licence="licensed: never bundled",
    regions=("back",),
    version="1",
)

CATALOGUE: dict[str, Measure] = {
    measure.code: measure
    for measure in (
        PAIN,
        MAIN_ACTIVITY,
        WORK_ABILITY,
        OVERALL_CHANGE,
        ROLAND_MORRIS,
        PEG,
        QUICKDASH,
        OSWESTRY,
    )
}
DEFAULT_CODES = (PAIN.code, MAIN_ACTIVITY.code, WORK_ABILITY.code)


def scales_for(codes: tuple[str, ...] = DEFAULT_CODES) -> list[Scale]:
    """Scales for the stall rules, pain first; measures that never decide are left out."""
    measures = [CATALOGUE[code] for code in codes if CATALOGUE[code].decides]
    return [measure.scale for measure in sorted(measures, key=lambda one: one.code != PAIN.code)]
