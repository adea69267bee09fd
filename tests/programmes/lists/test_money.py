"""A project's grant in the ledger: it comes in at the start, is paid out, and what is not spent goes back."""

from collections.abc import Iterator
from functools import partial

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.factories import access as people
from tests.factories.cases import MORNING, World, a_world
from tests.factories.lists import a_need, a_project, a_resource
from tests.factories.together import Meeting, at_once, one_writer, unlocked_one

from linli.engines.journal.models import Event
from linli.engines.ledger import public as ledger
from linli.kernel import clock
from linli.kernel.actor import VISITOR
from linli.kernel.errors import Invalid
from linli.programmes.lists import accounts
from linli.programmes.lists import public as lists
from linli.programmes.lists.models import Project
from linli.programmes.lists.verbs import frame

pytestmark = pytest.mark.django_db
PLANNED = 500_000


def running(world: World, **more: int) -> Project:
    made = a_project(world, [a_need(world)], [a_resource(world)], **more)
    return lists.start(made.pk, by=world.worker)


def balances(project: Project) -> dict[str, int]:
    """Return what stands on the three accounts."""
    area, own = f"area:{project.path}", f"project:{project.pk}"
    wanted = (("lists.granted", area), ("lists.project", own), ("lists.spent", area))
    return {kind.removeprefix("lists."): ledger.balances(kind, [owner])[owner] for kind, owner in wanted}


def told(world: World, project: Project) -> list[tuple[str, str, int, int]]:
    detail = lists.project_for(world.worker, project.number)
    return [(row.words, row.note, row.fen, row.left) for row in detail.money]


def test_the_grant_comes_in_is_spent_and_the_rest_goes_back(world: World) -> None:
    project = running(world)
    assert balances(project) == {"granted": -PLANNED, "project": PLANNED, "spent": 0}
    lists.pay(project.pk, by=world.worker, fen=320_000, note="桌椅和教材")
    lists.pay(project.pk, by=world.worker, fen=80_000, note="台灯")
    lists.finish(project.pk, by=world.worker, feedback="孩子们有人管了。")
    assert balances(project) == {"granted": -400_000, "project": 0, "spent": 400_000}
    assert told(world, project) == [
        ("没用完，退回", "", -100_000, 0),
        ("支出", "台灯", -80_000, 100_000),
        ("支出", "桌椅和教材", -320_000, 180_000),
        ("经费到账", "", PLANNED, PLANNED),
    ]
    assert ledger.verify() == []
    assert lists.verify_money() == []


def test_stopped_everything_left_goes_back_and_a_draft_had_nothing(world: World) -> None:
    project = running(world)
    lists.pay(project.pk, by=world.worker, fen=1, note="一分")
    lists.stop(project.pk, by=world.worker, reason="老师搬走了")
    assert balances(project) == {"granted": -1, "project": 0, "spent": 1}
    draft = a_project(world, [a_need(world, words="傍晚想找人辅导数学")], [])
    lists.stop(draft.pk, by=world.worker, reason="不办了")
    assert accounts.account_of(draft) is None


def test_no_more_is_paid_than_there_is_and_nothing_is_written_then(world: World) -> None:
    project = running(world)
    with pytest.raises(Invalid):
        lists.pay(project.pk, by=world.worker, fen=PLANNED + 1, note="太多")
    with pytest.raises(ledger.Overdrawn), transaction.atomic():
        accounts.pay(project, PLANNED + 1, by=world.worker)
    assert balances(project)["project"] == PLANNED
    assert lists.project_for(world.worker, project.number).project.paid_fen == 0


def test_a_project_without_money_has_no_account(world: World) -> None:
    project = running(world, planned_fen=0)
    lists.finish(project.pk, by=world.worker, feedback="办好了。")
    assert accounts.account_of(project) is None
    assert told(world, project) == []


def test_what_was_paid_before_there_was_an_account_is_caught_up(world: World) -> None:
    project = a_project(world, [a_need(world)], [a_resource(world)])
    Project.objects.filter(pk=project.pk).update(state="running", paid_fen=200_000)
    lists.pay(project.pk, by=world.worker, fen=50_000, note="书")
    assert balances(project) == {"granted": -PLANNED, "project": 250_000, "spent": 250_000}
    assert [words for words, *_rest in told(world, project)] == ["支出", "有账户之前的支出", "经费到账"]


def test_the_account_is_shown_to_the_community_and_the_lead_only(world: World) -> None:
    lead = people.a_resident("周老师")
    project = running(world, lead_id=lead.account_id)
    assert len(lists.project_for(lead, project.number).money) == 1
    for other in (VISITOR, world.other_worker, world.resident):
        assert lists.project_for(other, project.number).money == ()


def test_the_check_finds_a_project_that_says_something_else_than_the_books(world: World) -> None:
    project = running(world)
    lists.pay(project.pk, by=world.worker, fen=300_000, note="桌椅")
    assert lists.verify_money() == []
    Project.objects.filter(pk=project.pk).update(paid_fen=200_000)
    assert [(one.kind, one.where) for one in lists.verify_money()] == [("wrong_balance", project.number)]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=some.lists(some.integers(-5, 300_000), max_size=6), done=some.booleans())
def test_what_came_in_is_what_was_spent_and_what_is_left(world: World, parts: list[int], done: bool) -> None:
    with transaction.atomic():
        project, left = running(world), PLANNED
        for part in parts:
            try:
                lists.pay(project.pk, by=world.worker, fen=part, note="支出")
                left -= part
            except Invalid:
                assert not 0 < part <= left
            now = balances(project)
            assert (sum(now.values()), now["project"], now["spent"]) == (0, left, PLANNED - left)
        if done:
            lists.finish(project.pk, by=world.worker, feedback="办好了。")
            assert balances(project) == {"granted": left - PLANNED, "project": 0, "spent": PLANNED - left}
        transaction.set_rollback(True)


@pytest.fixture
def still(transactional_db: None) -> Iterator[World]:
    with clock.at(MORNING):
        yield a_world()


def two_pay(world: World, monkeypatch: pytest.MonkeyPatch | None = None) -> tuple[Project, list[object]]:
    project = running(world)
    if monkeypatch is not None:
        monkeypatch.setattr(frame, "locked_one", unlocked_one(Meeting(2, seconds=15)))
    pay = [partial(lists.pay, project.pk, by=by, fen=300_000, note="桌椅") for by in (world.worker, world.street)]
    return project, at_once(MORNING, *pay)


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_of_two_who_pay_more_than_there_is_one_does(still: World) -> None:
    project, results = two_pay(still)
    assert len([one for one in results if isinstance(one, Invalid)]) == 1
    assert balances(project) == {"granted": -PLANNED, "project": 200_000, "spent": 300_000}


@one_writer
@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_control_without_the_lock_both_are_told_they_paid_and_one_payment_stands(
    still: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, results = two_pay(still, monkeypatch)
    assert not [one for one in results if isinstance(one, Exception)]
    assert Event.objects.filter(kind="project.pay").count() == 2
    assert balances(project)["spent"] == 300_000
