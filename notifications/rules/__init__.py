"""Every reminder rule. To add one: a file beside this one, a line here, its templates."""

from notifications.rule import Rule
from notifications.rules.answer_overdue import AnswerOverdue
from notifications.rules.answer_soon import AnswerSoon
from notifications.rules.answer_waiting import AnswerWaiting
from notifications.rules.appointment_outcome import AppointmentOutcome, AppointmentOutcomeMissing
from notifications.rules.appointment_tomorrow import AppointmentTomorrow
from notifications.rules.approval_waiting import ApprovalWaiting
from notifications.rules.approval_waiting_long import ApprovalWaitingLong
from notifications.rules.check_in_due import CheckInDue
from notifications.rules.concern import ConcernRaised
from notifications.rules.concern_unanswered import ConcernUnanswered
from notifications.rules.duty_ending import DutyEnding
from notifications.rules.duty_lapsed import DutyLapsed
from notifications.rules.duty_questions import Accommodation, DaysUnrecorded, LongestPeriod, QuestionOverdue
from notifications.rules.duty_starts import DutyStarts
from notifications.rules.duty_stopped import DutyStopped
from notifications.rules.employee_left import EmployeeLeft
from notifications.rules.follow_up import FollowUp
from notifications.rules.follow_up_not_booked import FollowUpNotBooked
from notifications.rules.follow_up_settled import FollowUpSettled
from notifications.rules.full_duty import FullDutyNear, FullDutyPassed
from notifications.rules.glass_broken import GlassBroken
from notifications.rules.limits_ended import LimitsEnded
from notifications.rules.link_ending import LinkEnding
from notifications.rules.maximum_improvement import MaximumImprovement
from notifications.rules.no_report import NoReport
from notifications.rules.nothing_offered import NothingOffered
from notifications.rules.off_work_ending import OffWorkEnding
from notifications.rules.offer_not_sent import OfferNotSent
from notifications.rules.prevention_due import PreventionDue
from notifications.rules.question_unanswered import QuestionUnanswered
from notifications.rules.red_flag import RedFlag
from notifications.rules.red_flag_waiting import RedFlagWaiting
from notifications.rules.released import Released
from notifications.rules.report_to_accept import ReportToAccept
from notifications.rules.report_to_triage import ReportToTriage
from notifications.rules.restriction_ending import RestrictionEnding, RestrictionEndingSoon
from notifications.rules.restrictions_unchanged import RestrictionsUnchanged
from notifications.rules.review_due import ReviewDue
from notifications.rules.review_overdue import ReviewOverdue
from notifications.rules.silent import Silent
from notifications.rules.stage_next import StageNext
from notifications.rules.supervision_ending import SubstituteEnding, SupervisionEnding
from notifications.rules.triage_overdue import TriageOverdue
from notifications.rules.visit_not_entered import VisitNotEntered

# The order in which several items stand in one letter: what cannot wait first.
RULES: tuple[Rule, ...] = (
    RedFlag(),
    RedFlagWaiting(),
    GlassBroken(),
    ConcernRaised(),
    ConcernUnanswered(),
    ReportToTriage(),
    TriageOverdue(),
    ReportToAccept(),
    ApprovalWaiting(),
    ApprovalWaitingLong(),
    AnswerWaiting(),
    AnswerSoon(),
    AnswerOverdue(),
    DutyStarts(),
    FollowUp(),
    FollowUpNotBooked(),
    Silent(),
    CheckInDue(),
    AppointmentTomorrow(),
    VisitNotEntered(),
    AppointmentOutcome(),
    AppointmentOutcomeMissing(),
    RestrictionEnding(),
    RestrictionEndingSoon(),
    OffWorkEnding(),
    LimitsEnded(),
    NoReport(),
    RestrictionsUnchanged(),
    QuestionUnanswered(),
    LinkEnding(),
    FullDutyNear(),
    FullDutyPassed(),
    MaximumImprovement(),
    ReviewDue(),
    ReviewOverdue(),
    DutyLapsed(),
    NothingOffered(),
    OfferNotSent(),
    StageNext(),
    DutyEnding(),
    DutyStopped(),
    LongestPeriod(),
    Accommodation(),
    DaysUnrecorded(),
    QuestionOverdue(),
    PreventionDue(),
    Released(),
    EmployeeLeft(),
    SupervisionEnding(),
    SubstituteEnding(),
    FollowUpSettled(),
)
BY_ID = {rule.id: rule for rule in RULES}
