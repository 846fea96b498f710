"""How the measures of the catalogue are asked and named on a page, in the reader's language."""

from dataclasses import dataclass

from django.utils.translation import gettext

from recovery.measures import CATALOGUE


@dataclass(frozen=True)
class MeasureWords:
    title: str
    hint: str
    low: str
    high: str
    less_is_better: bool
    lowest: float = 0
    highest: float = 10


def words_of(code: str, *, main_activity: str = "", often: bool = True) -> MeasureWords:
    """`often`: asked every four days or more often, so that the past day is what is asked about."""
    day, week = gettext("On average over the past 24 hours"), gettext("On average over the past 7 days")
    known = {
        "pain": MeasureWords(
            gettext("Pain"), day if often else week, gettext("no pain"), gettext("worst pain"), less_is_better=True
        ),
        "main_activity": MeasureWords(
            main_activity or gettext("Your own main activity"),
            gettext("The activity you chose"),
            gettext("cannot do it"),
            gettext("as before"),
            less_is_better=False,
        ),
        "work_ability": MeasureWords(
            gettext("Your usual work"),
            gettext("How able are you to do it now?"),
            gettext("not able"),
            gettext("fully able"),
            less_is_better=False,
        ),
    }
    return known[code] if code in known else _from_catalogue(code)


def _from_catalogue(code: str) -> MeasureWords:
    """A measure the site added: its own title, and plain ends."""
    measure = CATALOGUE.get(code)
    if measure is None:
        return MeasureWords(code, "", gettext("lowest"), gettext("highest"), less_is_better=False)
    return MeasureWords(
        gettext(measure.title),
        gettext(measure.wording) if measure.wording else "",
        gettext("lowest"),
        gettext("highest"),
        less_is_better=measure.higher_is == "worse",
        lowest=measure.minimum,
        highest=measure.maximum,
    )
