"""The solved matching is kept while the lists stand as they stood, and is always what solving it anew would give."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from tests.factories.cases import MORNING, World, a_world
from tests.factories.lists import a_need, a_project, a_resource

from linli.engines.matching.public import NONE, fit
from linli.kernel import clock
from linli.programmes.lists import public as lists
from linli.programmes.lists import solved as kept
from linli.programmes.lists.models import Need
from linli.programmes.lists.solved import market_of, solved
from linli.programmes.lists.tables import table

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def here(transactional_db: None) -> Iterator[World]:
    kept.forget()
    with clock.at(MORNING):
        yield a_world()
    kept.forget()


def proposals() -> list[int]:
    """Return what is proposed now, and make sure that solving everything anew says the same."""
    now, read = solved(), table()
    anew = market_of(read)
    assert [one.pk for one in now.read.needs] == [one.pk for one in read.needs]
    assert (now.read.askings, now.read.offerings) == (read.askings, read.offerings)
    assert now.market.choices().tolist() == anew.choices().tolist()
    assert now.market.value == anew.value == anew.bound()
    return [
        NONE if at == NONE else int(read.resources[at].pk) for at in now.market.choices().tolist()
    ]


def test_it_is_solved_once_for_as_long_as_nothing_changes(here: World) -> None:
    a_need(here), a_resource(here)
    assert solved() is solved()


def test_every_change_is_seen_at_once(here: World) -> None:
    first, second = a_need(here), a_need(here, words="傍晚想找人辅导数学")
    near = a_resource(here, capacity=1)
    assert proposals().count(near.pk) == 1
    other = a_resource(here, capacity=1, words="退休教师辅导作业")
    assert NONE not in proposals()
    lists.overrule(first.pk, other.pk, by=here.worker, how="locked")
    assert proposals()[0] == other.pk
    lists.overrule(first.pk, other.pk, by=here.worker, how="forbidden")
    assert proposals()[0] != other.pk
    lists.overrule(first.pk, other.pk, by=here.worker, how="free")
    lists.resize(other.pk, by=here.worker, capacity=3)
    proposals()
    a_project(here, [second], [near])
    assert proposals() == [other.pk]
    lists.retire(other.pk, by=here.worker, reason="搬走了")
    assert proposals() == [NONE]
    lists.withdraw(first.pk, by=here.worker)
    assert proposals() == []


def test_what_has_waited_a_day_longer_weighs_more(here: World) -> None:
    a_need(here), a_resource(here)
    before = solved().market.value
    with clock.at(MORNING + timedelta(days=3)):
        proposals()
        assert solved().market.value == before + 3


def test_what_a_transaction_may_yet_undo_is_not_kept(here: World) -> None:


    need = a_need(here)
    a_resource(here)
    before = solved()
    with transaction.atomic():
        Need.objects.filter(pk=need.pk).update(version=9, words="想要别的")
        assert solved() is not before
        transaction.set_rollback(True)
    assert solved() is before


def test_resources_stand_in_the_order_in_which_they_fit(here: World) -> None:
    need = a_need(here)
    for words in ("辅导孩子作业", "修水管", "每周末辅导数学和语文", "四点半课堂看孩子", "借会议室"):
        a_resource(here, words=words)
    now = solved()
    asking = now.read.askings[now.read.need_at[need.pk]]
    fits = [(fit(asking, offering), at) for at, offering in enumerate(now.read.offerings)]
    fits.sort(key=lambda pair: (-pair[0].weight, -pair[0].words - pair[0].category, pair[1]))
    order, candidates = now.offered.ranked(asking)
    assert order == [at for _fit, at in fits]
    assert candidates == sum(not one.excluded for one, _at in fits)
