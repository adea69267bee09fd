"""The only module of wishes that channels and patterns import."""

from collections.abc import Callable

from linli.programmes.wishes.lifecycle import ENDED, OPEN, STEPS, State, Step
from linli.programmes.wishes.models import Wish
from linli.programmes.wishes.policies import COLLECTS, RUNS, held_key
from linli.programmes.wishes.privacy import erase, export, personal
from linli.programmes.wishes.queries import (
    WishDetail,
    WishRow,
    by_code,
    fulfilled_count,
    my_promises,
    my_wishes,
    risen,
    wall,
    wish_for,
    wishes,
)
from linli.programmes.wishes.rules import Rules, define_rules, rules
from linli.programmes.wishes.verbs.steps import (
    claim,
    deliver,
    let_go,
    miss,
    post,
    refuse,
    rise,
    thank,
    withdraw,
)
from linli.programmes.wishes.verbs.wish import Wished, Wisher, wish

VERBS: dict[str, Callable[..., Wish]] = {
    "post": post,
    "refuse": refuse,
    "claim": claim,
    "let_go": let_go,
    "deliver": deliver,
    "thank": thank,
    "miss": miss,
    "withdraw": withdraw,
    "rise": rise,
}

__all__ = [
    "COLLECTS",
    "ENDED",
    "OPEN",
    "RUNS",
    "STEPS",
    "VERBS",
    "Rules",
    "State",
    "Step",
    "Wish",
    "WishDetail",
    "WishRow",
    "Wished",
    "Wisher",
    "by_code",
    "claim",
    "define_rules",
    "deliver",
    "erase",
    "export",
    "fulfilled_count",
    "held_key",
    "let_go",
    "miss",
    "my_promises",
    "my_wishes",
    "personal",
    "post",
    "refuse",
    "rise",
    "risen",
    "rules",
    "thank",
    "wall",
    "wish",
    "wish_for",
    "wishes",
    "withdraw",
]
