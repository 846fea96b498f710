from injuries.models.case import Case, CaseEvent, CaseFile, NumberSeries
from injuries.models.report import Report

__all__ = ["Case", "CaseEvent", "CaseFile", "NumberSeries", "Report"]
