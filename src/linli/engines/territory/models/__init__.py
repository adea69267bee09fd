"""Territory models."""

from linli.engines.territory.models.area import Area, AreaCode, Boundary, Road
from linli.engines.territory.models.building import Building, Entrance, Estate, Home
from linli.engines.territory.models.calendar import CalendarDay, ServiceHours
from linli.engines.territory.models.net import (
    GridPlan,
    Net,
    NetGrid,
    NetMember,
    PlanDraft,
    PlanEdit,
    PlanGrid,
    PlanMove,
    PlanRemark,
    PlanSignature,
)
from linli.engines.territory.models.post import Appointment, DutyShift, Post, Staffing, StandIn, Unit
from linli.engines.territory.models.run import ImportFile, ImportRefusal, ImportRun
from linli.engines.territory.models.service import (
    BuildingPeople,
    ReachStudy,
    ServiceKind,
    ServicePoint,
    UnitPlace,
    UnitProfile,
    UnitSpread,
    UnitTie,
)
from linli.engines.territory.models.version import Version

__all__ = [
    "Appointment",
    "Area",
    "AreaCode",
    "Boundary",
    "Building",
    "BuildingPeople",
    "CalendarDay",
    "DutyShift",
    "Entrance",
    "Estate",
    "GridPlan",
    "Home",
    "ImportFile",
    "ImportRefusal",
    "ImportRun",
    "Net",
    "NetGrid",
    "NetMember",
    "PlanDraft",
    "PlanEdit",
    "PlanGrid",
    "PlanMove",
    "PlanRemark",
    "PlanSignature",
    "Post",
    "ReachStudy",
    "Road",
    "ServiceHours",
    "ServiceKind",
    "ServicePoint",
    "Staffing",
    "StandIn",
    "Unit",
    "UnitPlace",
    "UnitProfile",
    "UnitSpread",
    "UnitTie",
    "Version",
]
