from duty.models.assignment import Assignment, AssignmentStep, Concern, DutyReview
from duty.models.days import DayRecord, DutyPolicy, DutyQuestion
from duty.models.entry import ReviewEntry
from duty.models.link import ProviderLink
from duty.models.ranking import RankingWeights
from duty.models.screen import TaskScreen
from duty.models.shift import DutyBlock
from duty.models.stages import ReturnPlan, ReturnStage
from duty.models.task import Demand, Task
from duty.models.versions import TaskVersion

__all__ = [
    "Assignment",
    "AssignmentStep",
    "Concern",
    "DayRecord",
    "Demand",
    "DutyBlock",
    "DutyPolicy",
    "DutyQuestion",
    "DutyReview",
    "ProviderLink",
    "RankingWeights",
    "ReturnPlan",
    "ReturnStage",
    "ReviewEntry",
    "Task",
    "TaskScreen",
    "TaskVersion",
]
