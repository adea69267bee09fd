"""Territory models."""

from linli.engines.territory.models.area import Area, AreaCode, Boundary, Road
from linli.engines.territory.models.building import Building, Entrance, Estate, Home
from linli.engines.territory.models.calendar import CalendarDay, ServiceHours
from linli.engines.territory.models.post import Appointment, DutyShift, Post, Staffing, StandIn, Unit
from linli.engines.territory.models.run import ImportFile, ImportRefusal, ImportRun
from linli.engines.territory.models.version import Version

__all__ = [
    "Appointment",
    "Area",
    "AreaCode",
    "Boundary",
    "Building",
    "CalendarDay",
    "DutyShift",
    "Entrance",
    "Estate",
    "Home",
    "ImportFile",
    "ImportRefusal",
    "ImportRun",
    "Post",
    "Road",
    "ServiceHours",
    "Staffing",
    "StandIn",
    "Unit",
    "Version",
]
