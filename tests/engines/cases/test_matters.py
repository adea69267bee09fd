"""J9: what is on no list is not put on a community before it is admitted."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.factories import access as people
from tests.factories.cases import MORNING, World, a_case
from tests.factories.moments import china

from linli.engines.cases import public as cases
from linli.engines.cases.models import Application
from linli.engines.cases.public import MatterInput, State
from linli.engines.journal import public as journal
from linli.engines.journal.models import Event, Message
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState

WORDS = {"parties": "街道办、各社区", "reason": "上级要求摸底"}
PERIOD = {"period_from": date(2026, 11, 16), "period_to": date(2026, 12, 31)}


def worker_key(world: World) -> str:
    return territory.post_key("community_worker", area_id=world.land.communities[0].pk)


def applied(world: World, **more: Any) -> Application:
    given = {"title": "填报表格", "by": world.street, "area_id": world.land.street.pk, **WORDS, **PERIOD}
    return cases.apply_for_admission(**{**given, **more})


def with_opinion(world: World, **more: Any) -> Application:
    row = applied(world, **more)
    cases.ask_opinion(row.pk, by=world.street)
    return cases.give_opinion(row.pk, text="可以，但请给两个人手", by=world.worker)


def test_three_lists(world: World) -> None:
    assert {row.code for row in cases.matters()} == {"A-01", "B-01", "D-01"}
    assert [row.code for row in cases.matters("statutory")] == ["D-01"]
    assert cases.matters("delegated") == []
    assert [row.code for row in cases.matters(on=date(2020, 1, 1))] == []


def test_from_application_to_dispatch(world: World) -> None:
    """Not admitted, it cannot be sent; the communities say what they think; a second person admits it; it goes out."""
    made = a_case(world, category_code="E01", kind_code="help").accepted()
    with pytest.raises(Invalid) as refused:
        made.did("dispatch", world.worker, assignee=worker_key(world))
    assert refused.value.code == "matter_needed"
    row = with_opinion(world, case_id=made.id)
    assert "可以" in row.opinion
    done = cases.decide_application(row.pk, listed=True, text="同意，列入委托代办", by=world.second)
    assert done.state == Application.State.LISTED
    assert [one.title for one in cases.matters("delegated")] == ["填报表格"]
    made.did("dispatch", world.worker, assignee=worker_key(world))
    assert (made.case.state, made.case.matter_id) == (State.DISPATCHED, done.matter_id)


def test_an_admission_ends_with_its_period(world: World) -> None:
    row = with_opinion(world, case_id=a_case(world, category_code="E01", kind_code="help").id)
    cases.decide_application(row.pk, listed=True, text="同意", by=world.second)
    with clock.at(china(2026, 12, 31, 23)):
        assert len(cases.matters("delegated")) == 1
    with clock.at(china(2027, 1, 1, 0, 1)):
        cases.tick()
        assert cases.matters("delegated") == []


def test_a_refusal_has_a_text_and_creates_nothing(world: World) -> None:
    row = with_opinion(world)
    with pytest.raises(Invalid):
        cases.decide_application(row.pk, listed=False, text=" ", by=world.second)
    done = cases.decide_application(row.pk, listed=False, text="不属于社区的事", by=world.second)
    assert (done.state, done.decision, done.matter) == (Application.State.REFUSED, "不属于社区的事", None)
    assert cases.matters("delegated") == []
    with pytest.raises(WrongState):
        cases.decide_application(row.pk, listed=True, text="又同意了", by=world.second)


def test_who_asks_does_not_decide(world: World) -> None:
    row = with_opinion(world)
    with pytest.raises(NotAllowed):
        cases.decide_application(row.pk, listed=True, text="同意", by=world.street)


def test_no_decision_before_the_communities_have_spoken(world: World) -> None:
    row = applied(world)
    with pytest.raises(WrongState):
        cases.decide_application(row.pk, listed=True, text="同意", by=world.second)
    cases.ask_opinion(row.pk, by=world.street)
    with pytest.raises(WrongState):
        cases.decide_application(row.pk, listed=True, text="同意", by=world.second)


def test_every_community_can_say_what_it_thinks(world: World) -> None:
    row = with_opinion(world)
    row = cases.give_opinion(row.pk, text="我们人手不够", by=world.other_worker)
    assert row.opinion.splitlines() == ["王芳：可以，但请给两个人手", "赵敏：我们人手不够"]


@pytest.mark.parametrize("stranger", ["leader", "handler", "resident"])
def test_who_may_ask(world: World, stranger: str) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        applied(world, by=getattr(world, stranger))


def test_a_community_sees_what_would_touch_it(world: World) -> None:
    row = applied(world)
    for actor in (world.worker, world.other_worker, world.leader, world.county):
        assert [one.id for one in cases.applications(actor)] == [row.pk]


def test_applications_are_for_those_of_the_area(world: World) -> None:
    row = applied(world, area_id=world.land.communities[0].pk, by=world.worker)
    assert [one.id for one in cases.applications(world.street)] == [row.pk]
    assert cases.application(world.worker, row.pk).title == "填报表格"
    assert cases.applications(world.other_worker) == []
    for stranger in (world.other_worker, world.resident, people.a_visitor()):
        with pytest.raises(NotFound):
            cases.application(stranger, row.pk)
        with pytest.raises(NotFound):
            cases.ask_opinion(row.pk, by=stranger)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "长" * 81}, "title"),
        ({"parties": " "}, "parties"),
        ({"reason": ""}, "reason"),
        ({"money_fen": -1}, "money_fen"),
        ({"people": -1}, "people"),
        ({"people": 99_999}, "people"),
        ({"period_to": date(2026, 11, 15)}, "period_to"),
        ({"category_code": "Z"}, "category_code"),
    ],
)
def test_an_application_says_what_the_rule_asks(world: World, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        applied(world, **wrong)
    assert field in refused.value.fields


def test_an_application_for_a_case_one_may_not_know_of(world: World) -> None:
    made = a_case(world, grid=2)
    with pytest.raises(NotFound):
        applied(world, case_id=made.id, by=world.worker, area_id=None)


def test_an_application_nobody_decided_lapses(world: World) -> None:
    row = applied(world, period_to=date(2026, 11, 20))
    with clock.at(china(2026, 11, 21, 0, 1)):
        assert cases.tick().expired == 1
        assert cases.tick().expired == 0
    row.refresh_from_db()
    assert row.state == Application.State.EXPIRED


def test_those_concerned_are_told(world: World) -> None:
    row = with_opinion(world)
    cases.decide_application(row.pk, listed=False, text="不属于社区的事", by=world.second)
    journal.deliver_due(limit=1000)
    told = {message.account_id: message.title for message in Message.objects.filter(topic="matters").order_by("id")}
    assert told[world.street.account_id] == "未准入：填报表格"


def test_each_step_is_in_the_journal(world: World) -> None:
    row = with_opinion(world)
    cases.decide_application(row.pk, listed=True, text="同意", by=world.second)
    kinds = Event.objects.filter(stream=f"application:{row.pk}").order_by("number").values_list("kind", flat=True)
    assert list(kinds) == [f"application.{kind}" for kind in ("applied", "opinion_asked", "opinion_given", "listed")]


def test_a_list_is_written_in_one_batch_and_again_without_a_trace(world: World) -> None:
    rows = [
        MatterInput(f"J-{number:02d}", "assisting", f"事项{number}", "办法", MORNING.date(), category_codes=("A03",))
        for number in range(53)
    ]
    before = Event.objects.filter(kind="taxonomy.matters").count()
    assert cases.define_matters(rows, by=SYSTEM) == 53
    assert cases.define_matters(rows, by=SYSTEM) == 0
    assert Event.objects.filter(kind="taxonomy.matters").count() == before + 1
    changed = [MatterInput("J-00", "delegated", "事项0", "办法", MORNING.date(), category_codes=("B01",))]
    assert cases.define_matters(changed, by=SYSTEM) == 1
    row = next(one for one in cases.matters() if one.code == "J-00")
    assert (row.list_kind, row.categories) == ("delegated", ("B01",))


def test_the_matter_of_a_class(world: World) -> None:
    by_code = {row.code: row.id for row in cases.categories()}
    known = cases.listed_matter(by_code["A03"])
    assert known is not None
    assert known.code == "A-01"
    assert cases.listed_matter(by_code["E01"]) is None
    assert cases.listed_matter(None) is None
    with clock.at(MORNING - timedelta(days=5000)):
        assert cases.listed_matter(by_code["A03"]) is None
