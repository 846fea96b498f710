"""The resources of recovery. Filing a report and taking up a case are verbs of this floor, so their doors are here."""

from django.urls import re_path

from people.api_views import CASE_NUMBER
from recovery.api.care import AppointmentViewSet, TreatmentViewSet
from recovery.api.check_ins import CheckInViewSet, StallViewSet
from recovery.api.reports import ReportViewSet, TriageView
from recovery.api.work_status import RestrictionViewSet, WorkStatusReading

# Duty registers `work-status-reports` again: it adds the door that receives one to `WorkStatusReading`.
__all__ = ["WorkStatusReading", "routes", "urlpatterns"]

routes = [
    ("reports", ReportViewSet, "report"),
    ("check-ins", CheckInViewSet, "check-in"),
    ("stalls", StallViewSet, "stall"),
    ("appointments", AppointmentViewSet, "appointment"),
    ("treatments", TreatmentViewSet, "treatment"),
    ("restrictions", RestrictionViewSet, "restriction"),
    ("work-status-reports", WorkStatusReading, "work-status-report"),
]
urlpatterns = [re_path(rf"^cases/(?P<number>{CASE_NUMBER})/triage/$", TriageView.as_view(), name="case-triage")]
