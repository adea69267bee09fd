"""The only module of adopted streets that channels and patterns import."""

from linli.programmes.streets.policies import RUNS, units_of
from linli.programmes.streets.privacy import erase, export
from linli.programmes.streets.queries import (
    FindingRow,
    RoundRow,
    StretchDetail,
    StretchRow,
    my_stretches,
    run_stretches,
    streets_of,
    stretch_for,
    stretches,
)
from linli.programmes.streets.verbs.adopt import adopt_stretch, end_stretch, hand_over
from linli.programmes.streets.verbs.walk import Found, walk_round

__all__ = [
    "RUNS",
    "FindingRow",
    "Found",
    "RoundRow",
    "StretchDetail",
    "StretchRow",
    "adopt_stretch",
    "end_stretch",
    "erase",
    "export",
    "hand_over",
    "my_stretches",
    "run_stretches",
    "streets_of",
    "stretch_for",
    "stretches",
    "units_of",
    "walk_round",
]
