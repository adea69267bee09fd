"""A request is taken in whatever is known of it, and goes straight to whom a rule names."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import access as people
from tests.factories.cases import World, a_block, a_world
from tests.factories.territory import middle

from linli.engines.cases import public as cases
from linli.engines.cases.models import Rule
from linli.engines.cases.public import CategoryInput, RuleInput, State
from linli.engines.journal.models import Event
from linli.engines.territory import public as territory
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Invalid
from linli.programmes.requests import public as requests
from linli.programmes.requests.public import Submitted

TEXT = "三单元楼道里堆满了旧家具，走不过去。"


def usual(world: World, **more: object) -> None:
    """The county's one rule: each class to its usual unit."""
    given = {
        "name": "按惯例",
        "target": "usual",
        "reason": "按类别的通常处理单位派单。",
        "area_id": world.land.county.pk,
    }
    cases.define_rules([RuleInput(**{**given, **more})], by=SYSTEM)  # type: ignore[arg-type]


def send(world: World, *, grid: int = 0, **more: object) -> Submitted:
    column, row = divmod(grid, 2)
    longitude, latitude = middle(column, row)
    given: dict[str, object] = {
        "by": people.a_visitor(),
        "text": TEXT,
        "origin": "portal",
        "category_code": "A03",
        "longitude": longitude,
        "latitude": latitude,
    }
    return requests.submit(**{**given, **more})  # type: ignore[arg-type]


def test_a_rule_sends_it_to_the_grid_leader_at_once(world: World) -> None:
    usual(world)
    done = send(world)
    case = cases.Case.objects.get(pk=done.case.pk)
    assert (case.state, case.assignee) == (State.DISPATCHED, world.leader_key)
    assert case.routed_by == "规则 1“按惯例”：按类别的通常处理单位派单。"
    assert case.area_id == world.land.grids[0].pk
    assert case.matter is not None
    assert done.tracking_code


def test_a_rule_that_only_suggests_leaves_it_at_the_desk_with_the_reason(world: World) -> None:
    usual(world, automatic=False)
    done = send(world)
    case = cases.Case.objects.get(pk=done.case.pk)
    assert (case.state, case.assignee, case.desk_id) == (State.SUBMITTED, "", world.land.communities[0].pk)
    assert "按惯例" in case.routed_by
    assert done.suggestion is not None
    assert done.suggestion.assignee is not None
    assert done.suggestion.assignee.key == world.leader_key


def test_without_any_rule_the_desk_decides(world: World) -> None:
    done = send(world)
    assert (done.case.state, done.case.assignee) == (State.SUBMITTED, "")
    assert "没有规则" in done.case.routed_by


def test_a_broken_rule_is_noted_and_the_report_goes_to_the_desk(world: World) -> None:
    usual(world, name="找物业", target="unit:property")
    Rule.objects.update(target="unit:rocket")
    done = send(world)
    assert (done.case.state, done.case.assignee) == (State.SUBMITTED, "")
    assert "找物业" in done.case.routed_by
    broken = cases.broken_rules(SYSTEM)
    assert [(row.name, bool(row.why)) for row in broken] == [("找物业", True)]
    assert Rule.objects.get().broken_at is not None


def test_a_suggestion_that_fails_never_blocks_a_report(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        Rule.objects.create(pk=1, order=None)  # a database error in the middle of it

    monkeypatch.setattr("linli.engines.cases.public.route", fail)
    done = send(world)
    assert done.case.state == State.SUBMITTED
    assert done.suggestion is None
    assert cases.Case.objects.filter(pk=done.case.pk).exists()


def test_an_assignee_who_cannot_get_it_after_all_leaves_it_to_the_desk(world: World) -> None:
    """No list holds the matter: the community does not get it before it is admitted."""
    usual(world)
    done = send(world, category_code="E01", text="请填表")
    assert (done.case.state, done.case.assignee) == (State.SUBMITTED, "")
    assert "事项清单" in done.case.routed_by


def test_outside_the_county_it_goes_to_the_countys_desk(world: World) -> None:
    usual(world)
    done = send(world, longitude=116.4, latitude=39.9)
    assert (done.case.state, done.case.desk_id, done.case.area_id) == (
        State.SUBMITTED,
        world.land.county.pk,
        world.land.county.pk,
    )
    assert "县外" in done.case.routed_by


def test_a_place_in_words_is_found(world: World) -> None:
    house = a_block(world)
    done = send(world, longitude=None, latitude=None, place="兴农小区3号楼2单元")
    assert (done.case.building_id, done.case.area_id) == (house.pk, world.land.grids[0].pk)


def test_a_place_named_in_the_report_itself_is_found(world: World) -> None:
    house = a_block(world)
    done = send(world, longitude=None, latitude=None, text="兴农小区3号楼的楼道堵了")
    assert done.case.building_id == house.pk


def test_a_chosen_building_counts_before_the_point(world: World) -> None:
    house = a_block(world)
    longitude, latitude = middle(1, 1)
    done = send(world, building_id=house.pk, longitude=longitude, latitude=latitude)
    assert (done.case.building_id, done.case.area_id) == (house.pk, world.land.grids[0].pk)


def test_the_code_on_an_entrance_board_says_where(world: World) -> None:
    done = send(world, longitude=None, latitude=None, area_code=territory.area(world.land.grids[1].pk).code)
    assert done.case.area_id == world.land.grids[1].pk


def test_nothing_known_of_the_place_goes_to_the_county(world: World) -> None:
    done = send(world, longitude=None, latitude=None)
    assert (done.case.area_id, done.case.state) == (world.land.county.pk, State.SUBMITTED)


@pytest.mark.parametrize(
    ("longitude", "latitude", "field"),
    [
        (float("nan"), 38.5, "longitude"),
        (102.0, float("inf"), "latitude"),
        (181.0, 0.0, "longitude"),
        (102.0, None, "longitude"),
    ],
)
def test_what_is_no_place_is_refused_beside_its_field(
    world: World, longitude: float, latitude: float | None, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        send(world, longitude=longitude, latitude=latitude)
    assert field in refused.value.fields


def test_an_unknown_class_is_refused_and_none_is_found_from_the_words(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        send(world, category_code="Z99")
    assert "category_code" in refused.value.fields
    cases.define_category(
        CategoryInput(
            "A03", "楼道堆物", "A", words=("楼道", "堆满", "旧家具"), kind_code="complaint", unit_kind="grid"
        ),
        by=SYSTEM,
    )
    assert send(world, category_code="").case.category.code == "A03"
    assert send(world, category_code="", text="天气真好").case.category is None


def test_two_classes_that_speak_as_loud_leave_it_to_the_desk(world: World) -> None:
    cases.define_categories(
        [
            CategoryInput("A01", "垃圾堆积清运", "A", words=("垃圾",), kind_code="complaint"),
            CategoryInput("A03", "楼道堆物", "A", words=("楼道",), kind_code="complaint"),
        ],
        by=SYSTEM,
    )
    assert requests.suggest_class("楼道里有垃圾") is None
    guess = requests.suggest_class("楼道里堆物，楼道")
    assert guess is None or guess.code == "A03"
    sure = requests.suggest_class("垃圾没人清")
    assert sure is not None
    assert (sure.code, sure.words) == ("A01", ("垃圾",))


def test_the_same_intake_twice_is_the_same_case(world: World) -> None:
    usual(world)
    one, two = send(world, intake_key="k1"), send(world, intake_key="k1")
    assert (one.case.pk, one.tracking_code) == (two.case.pk, two.tracking_code)
    assert (one.repeated, two.repeated) == (False, True)
    assert Event.objects.filter(kind="case.submit").count() == 1


@pytest.mark.parametrize(
    ("text", "phone"),
    [("厨房着火了，快来", "119"), ("老人晕倒了", "120"), ("楼下有人打架", "110"), ("路口撞车了", "122"), (TEXT, "")],
)
def test_words_of_danger_name_whom_to_call_first(world: World, text: str, phone: str) -> None:
    done = send(world, text=text)
    assert (done.emergency.phone if done.emergency else "") == phone
    if done.emergency:
        assert phone in done.emergency.text
    assert done.case.pk


def test_a_class_of_emergencies_names_its_phone(world: World) -> None:
    done = send(world, category_code="B01", text="有味道")
    assert done.emergency is not None
    assert done.emergency.phone == "119"


def test_all_of_it_or_nothing(world: World) -> None:
    usual(world)
    with pytest.raises(Invalid):
        send(world, photos=["no-such-photo"])
    assert not cases.Case.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_intake_costs_twelve_statements_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    world = a_world()
    usual(world)
    send(world)
    for memory in ("territory.versions", "cases.taxonomy"):  # as outside of tests: now and then
        monkeypatch.setattr(f"linli.engines.{memory}.CHECK_SECONDS", 60.0)
    with CaptureQueriesContext(connection) as seen:
        done = send(world, reporter=cases.Reporter(name="王小明", phone="13912345678"), intake_key="one")
    assert done.case.state == State.DISPATCHED
    assert len(seen) <= 12, "\n".join(query["sql"][:200] for query in seen.captured_queries)
