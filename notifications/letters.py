"""What a message says. It carries no medical fact: `Item` has no field to put one in, and a test keeps it so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.conf import settings
from django.template import engines
from django.template.context import Context
from django.utils.safestring import mark_safe
from django.utils.translation import override

from notifications.models import Reminder
from notifications.rules import BY_ID, RULES

Doors = tuple[tuple[str, str], ...]
Audience, Instead = Reminder.Audience, Reminder.Instead
ORDER = {rule.id: place for place, rule in enumerate(RULES)}
# HR stands in for somebody: the words are about passing it on, whatever the rule.
STAND_INS: dict[str, str] = {Instead.NO_ACCOUNT: "pass-on", Instead.NO_SUPERVISOR: "no-supervisor"}


@dataclass(frozen=True)
class Item:
    """One reminder in a message. `template` names its folder; HR sees the case's number, a supervisor the name.

    `door`: a link that needs no sign-in (the check-in drop-box), beside the one that does.
    """

    template: str
    url: str
    case_number: str = ""
    person: str = ""
    door: str = ""


@dataclass(frozen=True)
class Letter:
    language: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Rendered:
    """`alike`: the same letter with stand-ins for the links in `doors`, which it shares with many others."""

    subject: str
    text: str
    html: str
    alike: "Rendered | None" = None
    doors: Doors = ()


@dataclass(frozen=True)
class Note:
    """What a text or a chat says: how many items, and where. Nothing of them but that they are there."""

    title: str
    text: str


def note_for(reminders: Sequence[Reminder], *, language: str) -> Note:
    """One short line and a link: to the one thing, or to the inbox where several stand."""
    items = letter_for(reminders, language=language).items
    url = items[0].url if len(items) == 1 else f"{settings.BASE_URL}/inbox/"
    with override(language):
        title = _fill("note_title.txt", {"count": len(items)}, escape=False)
        return Note(title=title, text=_fill("note.txt", {"count": len(items), "url": url}, escape=False))


def letter_for(reminders: Sequence[Reminder], *, language: str, doors: Mapping[int, str] | None = None) -> Letter:
    """The letter that carries these reminders of one recipient, what cannot wait first.

    `doors`: for some of the reminders, a link that needs no sign-in.
    """
    known = [reminder for reminder in reminders if reminder.rule in BY_ID]
    known.sort(key=lambda reminder: (ORDER[reminder.rule], reminder.due_on, reminder.pk))
    return Letter(
        language=language, items=tuple(item_for(reminder, (doors or {}).get(reminder.pk, "")) for reminder in known)
    )


def item_for(reminder: Reminder, door: str = "") -> Item:
    url = settings.BASE_URL + BY_ID[reminder.rule].page_of(reminder, in_mail=True)
    template = STAND_INS.get(reminder.data.get("instead", ""), reminder.rule)
    if reminder.audience == Audience.HR:
        return Item(template=template, url=url, case_number=reminder.case.number if reminder.case else "")
    if reminder.audience in {Audience.SUPERVISOR, Audience.SUBSTITUTE}:
        return Item(template=template, url=url, person=reminder.employee.name)
    return Item(template=template, url=url, door=door)


def render(letter: Letter) -> Rendered:
    """Subject, text and HTML in the recipient's language."""
    doors = tuple((stand_in(place), item.door) for place, item in enumerate(letter.items) if item.door)
    if not doors:
        return _render(letter)
    items = (replace(item, door=stand_in(place) if item.door else "") for place, item in enumerate(letter.items))
    alike = _render(replace(letter, items=tuple(items)))
    return replace(alike, text=put_in(alike.text, doors), html=put_in(alike.html, doors), alike=alike, doors=doors)


def stand_in(place: int) -> str:
    """What stands for an item's link in the letter that is rendered once for everybody (no such host: RFC 2606)."""
    return f"https://door-{place}.invalid/"


def put_in(words: str, doors: Doors) -> str:
    for instead, door in doors:
        words = words.replace(instead, door)
    return words


# An employee's letters differ in nothing but the language and such links: most of a morning's mail is rendered once.
@lru_cache(maxsize=4096)
def _render(letter: Letter) -> Rendered:
    with override(letter.language):
        shown = [
            {
                "url": item.url,
                "door": item.door,
                "text": _fill(f"{item.template}/text.txt", {"item": item}, escape=False),
                # Escaped by its own template just now.
                "html": mark_safe(_fill(f"{item.template}/html.html", {"item": item})),  # noqa: S308
            }
            for item in letter.items
        ]
        subject = _subject(letter)
        signs_in = not all(item.door for item in letter.items)
        around = {"items": shown, "signs_in": signs_in, "language": letter.language, "subject": subject}
        return Rendered(
            subject=subject,
            text=_fill("letter.txt", around, escape=False) + "\n",
            html=_fill("letter.html", around) + "\n",
        )


def _subject(letter: Letter) -> str:
    if len(letter.items) == 1:
        return _fill(f"{letter.items[0].template}/subject.txt", {}, escape=False)
    return _fill("subject_of_several.txt", {"count": len(letter.items)}, escape=False)


def _fill(name: str, values: Mapping[str, object], *, escape: bool = True) -> str:
    """A template of this room, without the request's context processors: a message has no request."""
    template = engines["django"].engine.get_template(f"notifications/{name}")  # type: ignore[attr-defined]  # Django's own engine has it
    return str(template.render(Context(dict(values), autoescape=escape))).strip()
