"""The addresses of HR's desk, mounted inside the admin site."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, path

from portal.views.hr import (
    care,
    case,
    case_actions,
    cases,
    changes,
    classify,
    days,
    duties,
    duty,
    glass,
    note,
    provider_links,
    question,
    reminder,
    reminder_rules,
    reminders,
    report,
    review,
    rules,
    stages,
    versions,
    work_status,
)

if TYPE_CHECKING:
    from portal.desk import DeskSite

View = Callable[..., Any]
# Under a case's number: address, view, name.
OF_A_CASE: tuple[tuple[str, View, str], ...] = (
    ("", case.case_page, "case"),
    ("journal/", case.journal_page, "journal"),
    ("changes/", changes.changes, "changes"),
    ("triage/", case_actions.triage, "triage"),
    ("note/", case_actions.note, "note"),
    ("file/", case_actions.file, "add_file"),
    ("appointment/", care.appointment, "appointment"),
    ("appointment/<uuid:pk>/", care.visit, "visit"),
    ("appointment/<uuid:pk>/outcome/", care.outcome, "outcome"),
    ("treatment/", care.treatment, "treatment"),
    ("treatment/<int:pk>/end/", care.treatment_end, "treatment_end"),
    ("prevention/", case_actions.prevention, "prevention"),
    ("contact/<int:pk>/", case_actions.contact, "contact"),
    ("concern/<uuid:pk>/", case_actions.concern, "concern"),
    ("privacy/", case_actions.privacy, "privacy"),
    ("keep/", case_actions.keep, "keep"),
    ("pause/", care.pause, "pause"),
    ("pause/end/", care.pause_end, "pause_end"),
    ("main-activity/", care.activity, "activity"),
    ("check-in/", care.telephone, "telephone"),
    ("classify/", classify.classify_page, "classify"),
    ("close/", case_actions.close, "close"),
    ("work-status/", work_status.work_status, "work_status"),
    ("work-status/check/", note.check, "check_note"),
    ("work-status/same/", work_status.same_limits, "same_limits"),
    ("work-status/<int:pk>/", work_status.report_page, "status_report"),
    ("work-status/<int:pk>/correct/", work_status.correct_report, "correct_report"),
    ("work-status/<int:pk>/next/", work_status.next_stage, "next_stage"),
    ("work-status/<int:pk>/question/", question.question, "ask_provider"),
    ("work-status/<int:pk>/void/", work_status.void, "void_report"),
    ("work-status/<int:pk>/accept/", provider_links.accept, "accept_report"),
    ("provider/", provider_links.provider_links, "provider_links"),
    ("provider/<uuid:pk>/revoke/", provider_links.revoke, "provider_link_revoke"),
    ("days/", days.days, "days"),
    ("days/record/", days.record_days, "record_days"),
    ("days/<int:pk>/void/", days.void_days, "void_days"),
    ("question/<int:pk>/", days.question, "question"),
    ("duties/", duties.duties, "duties"),
    ("duties/<int:task>/", duties.offer, "offer"),
    ("return/", stages.plan_return, "plan_return"),
    ("duty/<uuid:pk>/", duty.duty, "duty"),
    ("duty/<uuid:pk>/step-up/", stages.step_up, "step_up"),
    ("duty/<uuid:pk>/step-down/", stages.step_down, "step_down"),
    ("duty/<uuid:pk>/send/", duties.finish, "finish"),
    ("duty/<uuid:pk>/review/", review.review, "review"),
    ("duty/<uuid:pk>/extend/", duty.extend, "extend"),
    ("duty/<uuid:pk>/change/", duty.change, "change"),
    ("duty/<uuid:pk>/stop/", duty.stop, "stop"),
    ("duty/<uuid:pk>/resume/", duty.resume, "resume"),
    ("duty/<uuid:pk>/end/", duty.end, "duty_end"),
    ("duty/<uuid:pk>/withdraw/", duty.withdraw, "withdraw"),
    ("duty/<uuid:pk>/start/", duty.start, "duty_start"),
    ("duty/<uuid:pk>/answer/", duty.paper, "paper"),
    ("duty/<uuid:pk>/signed/", duty.signed, "signed_copy"),
)
PAGES: tuple[tuple[str, View, str], ...] = (
    ("cases/", cases.cases, "cases"),
    ("find/", cases.find, "find"),
    ("report/", report.report, "report"),
    ("tasks/<int:pk>/versions/", versions.task_versions, "task_versions"),
    ("rules/", rules.rules, "rules"),
    ("rules/<int:pk>/", rules.rules, "rules_of"),
    ("rules/<int:pk>/longest/", days.longest, "longest"),
    ("emergency/", glass.glass, "glass"),
    ("reminders/", reminders.reminders, "reminders"),
    ("reminders/rules/", reminder_rules.reminder_rules, "reminder_rules"),
    ("reminders/rules/<int:pk>/", reminder_rules.reminder_rules, "reminder_rules_of"),
    ("reminders/rules/<int:pk>/<str:rule>/", reminder_rules.reminder_rule, "reminder_rule"),
    ("reminders/preview/", reminder_rules.reminder_preview, "reminder_preview"),
    ("reminders/preview/<int:pk>/", reminder_rules.reminder_preview, "reminder_preview_of"),
    ("reminders/<int:pk>/", reminder.reminder_page, "reminder"),
    ("reminders/<int:pk>/retry/", reminder.retry_reminder, "retry_reminder"),
    *((f"case/<str:number>/{address}", view, name) for address, view, name in OF_A_CASE),
)


def urls_of(site: "DeskSite") -> list[URLPattern]:
    """Each behind the desk's own door, and never kept by a browser."""
    pages = [path(address, site.admin_view(view), name=name) for address, view, name in PAGES]
    return [*pages, path("tables/", site.admin_view(site.all_tables), name="tables")]
