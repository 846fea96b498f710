"""The pages of employees and supervisors."""

from django.urls import path

from portal.views import calendar, drop_box, files, hooks, papers, shared, supervisor, tokens
from portal.views.employee import care, check_in, home, links, offer, record, report

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("dates/", home.dates, name="dates"),
    path("report/", report.report_step, name="report"),
    path("report/check/", report.report_check, name="report_check"),
    path("report/signs/", report.report_signs, name="report_signs"),
    path("report/drop/", report.report_forget, name="report_forget"),
    path("report/sent/<uuid:key>/", report.report_sent, name="report_sent"),
    path("report/<slug:step>/", report.report_step, name="report_step"),
    path("check-in/", check_in.check_in, name="check_in"),
    path("check-in/<uuid:pk>/signs/", check_in.check_in_signs, name="check_in_signs"),
    path("offers/<uuid:pk>/", offer.offer, name="offer"),
    path("offers/<uuid:pk>/received/", offer.received, name="offer_received"),
    path("offers/<uuid:pk>/letter.pdf", papers.letter_pdf, name="offer_letter"),
    path("offers/<uuid:pk>/reports/<int:report>.pdf", papers.report_pdf, name="offer_report"),
    path("appointments/new/", care.appointment_new, name="appointment_new"),
    path("appointments/<uuid:pk>/cancel/", care.appointment_cancel, name="appointment_cancel"),
    path("appointments/<uuid:pk>/outcome/", care.outcome, name="outcome"),
    path("treatments/new/", care.treatment_new, name="treatment_new"),
    path("asked-to-do-more/", care.concern, name="concern"),
    path("follow-up/", care.follow_up, name="follow_up"),
    path("record/", record.my_record, name="my_record"),
    path("record/check-ins/", record.my_check_ins, name="my_check_ins"),
    path("record/who/", record.who_opened, name="who_opened"),
    path("record/data/", record.my_data, name="my_data"),
    path("record/links/", links.links, name="my_links"),
    path("record/files/new/", care.file_new, name="file_new"),
    path("files/<uuid:pk>/", files.case_file, name="file"),
    path("files/<uuid:pk>/shown/", files.shown_file, name="shown_file"),
    path("inbox/", shared.inbox, name="inbox"),
    path("inbox/<int:pk>/", shared.inbox_open, name="inbox_open"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/off/", calendar.calendar_off, name="calendar_off"),
    path("calendar/<str:token>.ics", calendar.feed, name="calendar_feed"),
    path("reviews/<uuid:pk>/", calendar.review, name="review"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
    path("c/<str:token>/", drop_box.drop_box, name="drop_box"),
    path("hooks/bounces/", hooks.bounces, name="bounces"),
    path("help/", shared.help_page, name="help"),
    path("approvals/", supervisor.approvals, name="approvals"),
    path("approvals/<uuid:pk>/", supervisor.approval, name="approval"),
    path("team/", supervisor.team, name="team"),
    path("team/report/<int:employee_id>/", supervisor.team_report, name="team_report"),
]
