"""The resources of this room; `config.api` registers them."""

from django.urls import re_path

from duty.api.assignments import AssignmentViewSet
from duty.api.bank import TaskViewSet
from duty.api.cases import CloseView, MatchesView
from duty.api.concerns import ConcernViewSet
from duty.api.days import DayRecordViewSet, DaysView, DutyQuestionViewSet
from duty.api.reports import WorkStatusReportViewSet
from duty.api.stages import ReturnPlanViewSet
from people.api_views import CASE_NUMBER

__all__ = ["routes", "urlpatterns"]

routes = [
    ("tasks", TaskViewSet, "task"),
    ("assignments", AssignmentViewSet, "assignment"),
    ("return-plans", ReturnPlanViewSet, "return-plan"),
    ("concerns", ConcernViewSet, "concern"),
    ("day-records", DayRecordViewSet, "day-record"),
    ("duty-questions", DutyQuestionViewSet, "duty-question"),
    # Takes the place of recovery's: the same to read, with the doors that match again.
    ("work-status-reports", WorkStatusReportViewSet, "work-status-report"),
]
urlpatterns = [
    re_path(rf"^cases/(?P<number>{CASE_NUMBER})/matches/$", MatchesView.as_view(), name="case-matches"),
    re_path(rf"^cases/(?P<number>{CASE_NUMBER})/days/$", DaysView.as_view(), name="case-days"),
    re_path(rf"^cases/(?P<number>{CASE_NUMBER})/close/$", CloseView.as_view(), name="case-close"),
]
