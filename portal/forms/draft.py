"""The draft of a report between its screens: as the session keeps it, as facts for the verb, and in words."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from injuries.models import Report
from injuries.services import ReportFacts
from injuries.vocabulary import RepetitiveTask, Symptom
from portal.forms.body_parts import in_words
from portal.forms.report import FORMS, as_code, as_places
from portal.parts import Fact

Draft = dict[str, Any]


def kept(step: str, answers: dict[str, Any]) -> dict[str, Any]:
    """The answers of one screen as the session can keep them."""
    if step == "began":
        return {"began_on": answers["began_on"].isoformat()}
    if step == "parts":
        return {"parts": [as_code(placed) for placed in answers["parts"]]}
    return dict(answers)


def initial(step: str, draft: Draft) -> dict[str, Any]:
    """What a screen shows again when somebody comes back to it."""
    answers = dict(draft.get(step, {}))
    if step == "parts" and answers:
        answers["parts"] = as_places(answers["parts"])
    return answers


def facts_of(draft: Draft) -> ReportFacts:
    """The first part of the list stands for the case; the others are further places."""
    first, *more = as_places(draft["parts"]["parts"])
    return ReportFacts(
        began_on=date.fromisoformat(draft["began"]["began_on"]),
        repetitive_task=draft["task"]["repetitive_task"],
        task_words=draft["task"]["task_words"],
        place=draft["task"]["place"],
        body_part=first.part,
        side=first.side,
        more_parts=tuple(as_code(part) for part in more),
        symptoms=tuple(draft["feel"]["symptoms"]),
        earlier_injury=draft["earlier"]["earlier_injury"],
        earlier_words=draft["earlier"]["earlier_words"],
        red_flags=tuple(draft.get("signs", ())) if alarming(draft) else (),
    )


def alarming(draft: Draft) -> bool:
    return bool(draft["feel"]["alarming"])


def answers_of(draft: Draft) -> list[Fact]:
    """What was answered, in words, each with the way to change it."""
    task = str(RepetitiveTask(draft["task"]["repetitive_task"]).label)
    more = ", ".join(words for words in (draft["task"]["task_words"], draft["task"]["place"]) if words)
    earlier = str(Report.Earlier(draft["earlier"]["earlier_injury"]).label)
    before = draft["earlier"]["earlier_words"]
    feel = [str(Symptom(code).label) for code in draft["feel"]["symptoms"]]
    if alarming(draft):
        feel.append(_("Something alarming"))
    rows = [
        ("began", formats.date_format(date.fromisoformat(draft["began"]["began_on"]), _("D, F j, Y"))),
        ("task", f"{task}. {more}" if more else task),
        ("parts", ", ".join(in_words(placed.part, placed.side) for placed in as_places(draft["parts"]["parts"]))),
        ("feel", ", ".join(feel)),
        ("earlier", f"{earlier}. {before}" if before else earlier),
    ]
    return [
        Fact(
            question=str(next(iter(FORMS[step].base_fields.values())).label),
            answer=answer,
            change_url=reverse("portal:report_step", args=[step]) + "?change=1",
        )
        for step, answer in rows
    ]
