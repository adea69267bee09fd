"""Proposals: best for all, explained, overruled with the cost shown, and anew after each change."""

import pytest
from tests.factories import access as people
from tests.factories.lists import a_need, a_resource

from linli.engines.journal import public as journal
from linli.kernel.errors import Invalid, NotAllowed
from linli.programmes.lists import public as lists
from linli.programmes.lists.models import Pair


def proposed() -> dict[int, int]:
    return dict(Pair.objects.filter(state__in=["proposed", "locked"]).values_list("need_id", "resource_id"))


def test_each_proposal_says_why(world):
    need, teachers = a_need(world), a_resource(world)
    assert lists.rematch() == 1
    pair = lists.proposals(world.worker).items[0]
    assert (pair.need_id, pair.resource_id) == (need.pk, teachers.pk)
    assert "同一类帮助" in pair.why
    assert "每周有 10 小时双方都有空" in pair.why
    assert pair.next_words == "没有别的合适资源。"


def test_best_for_all_not_first_come(world):
    both = a_need(world, hours="周五 16:30-18:30")
    only = a_need(world, people=25)
    big, small = a_resource(world, capacity=1), a_resource(world, capacity=1, seats=15, hours="")
    lists.rematch()
    assert proposed() == {both.pk: small.pk, only.pk: big.pk}


def test_locking_shows_its_cost_and_everything_else_follows(world):
    both = a_need(world, hours="周五 16:30-18:30")
    only = a_need(world, people=25)
    big, small = a_resource(world, capacity=1), a_resource(world, capacity=1, seats=15, hours="")
    lists.rematch()
    choice = lists.choices(world.worker, both.pk)
    assert (choice.chosen.resource_id, choice.chosen.lock) == (small.pk, lists.Cost(0, ()))
    dear = choice.others[0]
    assert (dear.resource_id, dear.lock.points > 0) == (big.pk, True)
    assert dear.lock.touches == (f"“{only.words}”就没有资源了",)
    assert f"大家一共少 {dear.lock.points} 分" in choice.why_not_next
    assert lists.overrule(both.pk, big.pk, by=world.worker, how="locked") == dear.lock.points
    assert proposed() == {both.pk: big.pk}
    with pytest.raises(Invalid):
        lists.overrule(only.pk, big.pk, by=world.worker, how="locked")
    lists.overrule(both.pk, big.pk, by=world.worker, how="free")
    assert proposed() == {both.pk: small.pk, only.pk: big.pk}


def test_a_forbidden_pair_is_not_proposed_again(world):
    need, teachers = a_need(world), a_resource(world)
    lists.rematch()
    lists.overrule(need.pk, teachers.pk, by=world.worker, how="forbidden")
    assert proposed() == {}
    lists.rematch()
    assert proposed() == {}
    assert lists.choices(world.worker, need.pk).others[0].state == "forbidden"


def test_any_pair_can_be_locked_even_one_that_does_not_fit(world):
    need, late = a_need(world), a_resource(world, hours="周六 9:00-10:00")
    choice = lists.choices(world.worker, need.pk)
    assert (choice.chosen, choice.others) == (None, ())
    assert (choice.unfit[0].excluded, choice.unfit[0].forbid) == ("时间对不上", None)
    lists.overrule(need.pk, late.pk, by=world.worker, how="locked")
    assert proposed() == {need.pk: late.pk}


def test_what_happens_is_matched_anew_by_itself(world):
    need, teachers = a_need(world), a_resource(world)
    journal.deliver_due(limit=200)
    assert proposed() == {need.pk: teachers.pk}
    lists.resize(teachers.pk, by=world.worker, capacity=0)
    journal.deliver_due(limit=200)
    assert proposed() == {}


def test_the_job_finds_the_same(world):
    for number in range(4):
        a_need(world, people=number + 1)
        a_resource(world, capacity=1, seats=number + 2)
    lists.rematch()
    before = sum(Pair.objects.values_list("weight", flat=True))
    job = lists.start_matching(by=world.worker)
    journal.run_job(job.id)
    done = journal.job(world.worker, job.id)
    assert done.state == "done"
    assert done.result["proved"]
    assert sum(Pair.objects.values_list("weight", flat=True)) == before


def test_only_who_keeps_the_list_overrules(world):
    need, teachers = a_need(world), a_resource(world)
    for actor in (world.other_worker, people.a_resident(), world.leader):
        with pytest.raises(NotAllowed):
            lists.overrule(need.pk, teachers.pk, by=actor, how="locked")
        with pytest.raises(NotAllowed):
            lists.choices(actor, need.pk)
