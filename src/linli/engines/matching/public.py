"""The only module other packages import: what fits what, the best matching of all, and how it changes.

Light enough for the web process. `bulk` and `compiling` (OR-Tools, numba) are for jobs, commands and benchmarks.
"""

from linli.engines.matching.asking import DAY, WEEK, Asking, Fit, Offering, Window, spans
from linli.engines.matching.candidates import MOST, Offered, Pairs, candidate_pairs, weights_of
from linli.engines.matching.fits import fit
from linli.engines.matching.market import Market, NoPlace
from linli.engines.matching.network import NONE

__all__ = [
    "DAY",
    "MOST",
    "NONE",
    "WEEK",
    "Asking",
    "Fit",
    "Market",
    "NoPlace",
    "Offered",
    "Offering",
    "Pairs",
    "Window",
    "candidate_pairs",
    "fit",
    "spans",
    "weights_of",
]
