"""Gifts on their way; everything goes through the verbs.

gift = a_gift(world).received().used().gift
"""

from dataclasses import replace
from typing import Any, Self

from tests.factories import access as people
from tests.factories.cases import World

from linli.kernel.actor import VISITOR, Actor
from linli.programmes.donations import public as donations
from linli.programmes.donations.models import Donation


class Made:
    """A gift on its way; each step does a verb and returns this again."""

    def __init__(self, world: World, given: donations.Given) -> None:
        self.world, self.code = world, given.tracking_code
        self.id, self.number = given.donation.pk, given.donation.number

    @property
    def gift(self) -> Donation:
        """The gift as it stands now."""
        return Donation.objects.get(pk=self.id)

    @property
    def giver(self) -> Actor:
        """Whoever holds the code."""
        return replace(VISITOR, holds=frozenset({donations.held_key(self.id)}))

    def did(self, verb: str, by: Actor, **given: Any) -> Self:
        donations.VERBS[verb](self.id, by=by, **given)
        return self

    def received(self) -> Self:
        return self.did("receive", self.world.worker)

    def counted(self) -> Self:
        return self.did("count", self.world.street)

    def used(self, fen: int = 0) -> Self:
        return self.did("use", self.world.worker, note="放进阅览角。", fen=fen)


def a_gift(world: World, *, by: Actor | None = None, **more: Any) -> Made:
    """Books that a visitor offers to the first community, unless told otherwise."""
    given: dict[str, Any] = {
        "what": "儿童图画书",
        "quantity": "46 本",
        "area_id": world.land.communities[0].pk,
        "giver": donations.Giver(name="何晓燕", phone="13800000000", shown="何老师"),
    }
    return Made(world, donations.give(by=by or people.a_visitor(), **{**given, **more}))


def money(world: World, yuan: int = 1000, **more: Any) -> Made:
    """Money that the community has written down."""
    return a_gift(world, by=world.worker, kind="money", value_fen=yuan * 100, received=True, what="现金", **more)
