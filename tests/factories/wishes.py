"""Wishes on their way; everything goes through the verbs.

wish = a_wish(world).posted().claimed_by(neighbour).delivered().wish
"""

from dataclasses import replace
from typing import Any, Self

from tests.factories import access as people
from tests.factories.cases import World

from linli.kernel.actor import VISITOR, Actor
from linli.programmes.wishes import public as wishes
from linli.programmes.wishes.models import Wish


class Made:
    """A wish on its way; each step does a verb and returns this again."""

    def __init__(self, world: World, wished: wishes.Wished) -> None:
        self.world, self.id, self.code, self.number = world, wished.wish.pk, wished.tracking_code, wished.wish.number
        self.claimer: Actor | None = None

    @property
    def wish(self) -> Wish:
        """The wish as it stands now."""
        return Wish.objects.get(pk=self.id)

    @property
    def wisher(self) -> Actor:
        """Whoever holds the code."""
        return replace(VISITOR, holds=frozenset({wishes.held_key(self.id)}))

    def did(self, verb: str, by: Actor, **given: Any) -> Self:
        wishes.VERBS[verb](self.id, by=by, **given)
        return self

    def posted(self) -> Self:
        return self.did("post", self.world.worker, shown="李奶奶", words="想要一台收音机听戏")

    def claimed_by(self, actor: Actor, **given: Any) -> Self:
        if self.wish.state == "collected":
            self.posted()
        self.claimer = actor
        return self.did("claim", actor, **given)

    def delivered(self) -> Self:
        return self.did("deliver", self.claimer, note="收音机已经送到手上。")


def a_wish(world: World, *, by: Actor | None = None, **more: Any) -> Made:
    """A wish that a visitor has just said in the first community, unless told otherwise."""
    given: dict[str, Any] = {
        "text": "我一个人住，想要一台收音机听戏，电话 13800000000",
        "value_fen": 12_000,
        "area_id": world.land.grids[0].pk,
        "wisher": wishes.Wisher(name="李桂花", phone="13800000000", home="2-501"),
    }
    return Made(world, wishes.wish(by=by or people.a_visitor(), **{**given, **more}))
