"""Case models."""

from linli.engines.cases.models.case import NO_HURRY, Attachment, Case, CaseSearch, DaySerial, Following, Origin, Theme
from linli.engines.cases.models.classifier import (
    ClassifierContent,
    ClassifierSettings,
    ClassifierVersion,
    Correction,
    LessonFile,
)
from linli.engines.cases.models.danger import Danger
from linli.engines.cases.models.hot import HotIssue, HotMember, HotState, HotWaiting
from linli.engines.cases.models.rule import Revision, Rule, UsualPost
from linli.engines.cases.models.ruleset import RuleSet
from linli.engines.cases.models.tally import Tally, TallyMark
from linli.engines.cases.models.taxonomy import Category, Kind, Limit, Matter, ReplyTemplate
from linli.engines.cases.models.trace import Trace
from linli.engines.cases.models.work import (
    Agreement,
    Application,
    CallBack,
    Clock,
    Extension,
    Milestone,
    Suspension,
    Task,
)

__all__ = [
    "NO_HURRY",
    "Agreement", "Application", "Attachment", "CallBack", "Case", "CaseSearch", "Category",
    "ClassifierContent", "ClassifierSettings", "ClassifierVersion", "Clock", "Correction", "Danger", "DaySerial",
    "Extension",
    "Following", "HotIssue", "HotMember", "HotState", "HotWaiting", "Kind", "LessonFile", "Limit", "Matter",
    "Milestone", "Origin", "ReplyTemplate", "Revision", "Rule", "RuleSet", "Suspension",
    "Tally", "TallyMark", "Task",
    "Theme",
    "Trace",
    "UsualPost",
]
