"""The searches compiled: for jobs, the command line and benchmarks. Numba is heavy: never in the web process."""

from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any

from numba import njit

from linli.engines.matching import scoring, searches


def compiled(module: ModuleType) -> SimpleNamespace:
    """Return the functions of a module compiled, in the order they stand, each calling the compiled ones above."""
    made: dict[str, Any] = {}
    own = [one for one in vars(module).values() if isinstance(one, FunctionType) and one.__module__ == module.__name__]
    for function in sorted(own, key=lambda one: one.__code__.co_firstlineno):
        copy = FunctionType(function.__code__, {**function.__globals__, **made}, function.__name__)
        copy.__module__ = function.__module__
        made[function.__name__] = njit(cache=True, nogil=True)(copy)
    return SimpleNamespace(**made)


SEARCHES = compiled(searches)
SCORING = compiled(scoring)
