"""The network a matching lives in: plain arrays, so that the same searches run interpreted and compiled.

Each need takes at most one place of one resource; a resource has `capacity` places. The prices prove that no better
matching exists: at price `p` of a resource, every need has the candidate that gives it most (`weight - p`), nobody
without a place would gain by one, and a resource with a place left costs nothing. A price is what one more place of
the resource would be worth to all together.
"""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Whole: TypeAlias = NDArray[np.int64]
NONE = -1
FAR = 1 << 60


class Network(NamedTuple):
    """Needs, resources and the candidate pairs (edges) between them. A taken-out pair has weight -1."""

    first: Whole            # of each need: its first edge; a need's edges lie side by side
    many: Whole             # of each need: how many edges; none for a need that is not there
    choice: Whole           # of each need: the edge it is matched by, or NONE
    following: Whole        # of each need: the next need matched to the same resource
    before: Whole           # of each need: the one before
    edge_need: Whole
    edge_resource: Whole
    weight: Whole
    next_edge: Whole        # of each edge: the next edge into the same resource
    last_edge: Whole        # of each resource: where the chain of its edges begins
    capacity: Whole
    used: Whole
    price: Whole
    guest: Whole            # of each resource: the first need matched to it
    distance: Whole         # of each resource: FAR between searches
    via: Whole              # of each resource: the edge by which a search came
    settled: Whole          # of each resource: 1 when a search is done with it
    touched: Whole          # resources a search came to; [-1] holds how many


def empty(needs: int, resources: int, edges: int) -> Network:
    """Return a network with room for so many needs, resources and edges, nothing matched."""
    def filled(size: int, value: int) -> Whole:
        return np.full(size, value, dtype=np.int64)

    return Network(
        first=filled(needs, 0), many=filled(needs, 0), choice=filled(needs, NONE), following=filled(needs, NONE),
        before=filled(needs, NONE), edge_need=filled(edges, 0), edge_resource=filled(edges, 0),
        weight=filled(edges, -1), next_edge=filled(edges, NONE), last_edge=filled(resources, NONE),
        capacity=filled(resources, 0), used=filled(resources, 0), price=filled(resources, 0),
        guest=filled(resources, NONE), distance=filled(resources, FAR), via=filled(resources, NONE),
        settled=filled(resources, 0), touched=filled(resources + 1, 0),
    )
