"""The only module of the three lists that channels and patterns import."""

from linli.programmes.lists.choices import Choice, Cost, Option, choices, overrule
from linli.programmes.lists.hours import hours_text, restored
from linli.programmes.lists.lifecycle import (
    NEED_STEPS,
    PROJECT_STEPS,
    RESOURCE_STEPS,
    Category,
    Given,
    NeedState,
    ProjectState,
    ResourceState,
    Step,
)
from linli.programmes.lists.models import MonthList, Need, Pair, Project, Resource
from linli.programmes.lists.money import MoneyRow
from linli.programmes.lists.money import verify as verify_money
from linli.programmes.lists.pairing import JOB, rematch
from linli.programmes.lists.pairing import start as start_matching
from linli.programmes.lists.policies import COLLECTS, RUNS, held_key
from linli.programmes.lists.privacy import erase, export, personal
from linli.programmes.lists.queries import (
    MonthRow,
    NeedDetail,
    ProjectDetail,
    ResourceDetail,
    by_code,
    months,
    my_needs,
    my_projects,
    need_for,
    needs,
    project_for,
    projects,
    proposals,
    public_needs,
    public_projects,
    public_resources,
    resource_for,
    resources,
    unmatched,
)
from linli.programmes.lists.verbs.months import publish_month, review_month
from linli.programmes.lists.verbs.needs import Asker, Said, list_need, refuse, say, withdraw
from linli.programmes.lists.verbs.projects import finish, make, pay, reach, release, start, stop
from linli.programmes.lists.verbs.resources import accept, decline, offer, resize, retire

__all__ = [
    "COLLECTS", "JOB", "NEED_STEPS", "PROJECT_STEPS", "RESOURCE_STEPS", "RUNS", "Asker", "Category", "Choice", "Cost",
    "Given", "MoneyRow", "MonthList", "MonthRow", "Need", "NeedDetail", "NeedState", "Option", "Pair", "Project",
    "ProjectDetail", "ProjectState", "Resource", "ResourceDetail", "ResourceState", "Said", "Step", "accept", "by_code",
    "choices", "decline", "erase", "export", "finish", "held_key", "hours_text", "list_need", "make", "months",
    "my_needs", "my_projects", "need_for", "needs", "offer", "overrule", "pay", "personal", "project_for", "projects",
    "proposals", "public_needs", "public_projects", "public_resources", "publish_month", "reach", "refuse", "release",
    "rematch", "resize", "resource_for", "resources", "restored", "retire", "review_month", "say", "start",
    "start_matching", "stop", "unmatched", "verify_money",
    "withdraw",
]
