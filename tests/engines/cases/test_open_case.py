"""Opening a case: what is written down, for whom, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest
from tests.factories import access as people
from tests.factories.cases import World, a_case, a_found_case, a_place, the_county_desk

from linli.engines.cases import public as cases
from linli.engines.cases.followings import opened
from linli.engines.cases.models import Following
from linli.engines.cases.public import Opened, Reporter, State
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, VISITOR, Actor
from linli.kernel.errors import Invalid, NotAllowed, NotFound


def open_one(world: World, *, by: Actor = VISITOR, **more: Any) -> Opened:
    arguments: dict[str, Any] = {
        "text": "路灯不亮。晚上看不见台阶。",
        "origin": "portal",
        "kind_code": "complaint",
        "location": a_place(world),
    }
    return cases.open_case(by=by, **{**arguments, **more})


def test_what_is_known_is_written_down(world: World) -> None:
    case = open_one(world, category_code="A03").case
    assert (case.number, case.state, case.title) == ("2026-1116-0001", State.SUBMITTED, "路灯不亮")
    assert (case.area_id, case.desk_id) == (world.land.grids[0].pk, world.land.communities[0].pk)
    assert (case.privacy, case.urgency, case.people) == ("limited", "normal", 1)
    assert case.due_kind == "first_contact"


def test_numbers_begin_anew_each_day(world: World) -> None:
    assert [open_one(world).case.number[-4:] for _each in range(3)] == ["0001", "0002", "0003"]
    with clock.at(clock.now() + timedelta(days=1)):
        assert open_one(world).case.number == "2026-1117-0001"


def test_the_stricter_privacy_of_class_and_kind_holds(world: World) -> None:
    assert open_one(world, kind_code="mediation", category_code="A01").case.privacy == "private"
    assert open_one(world, kind_code="complaint", category_code="D01").case.privacy == "private"
    assert open_one(world, kind_code="complaint", category_code="A01").case.privacy == "public"


def test_outside_the_county_it_goes_to_the_countys_desk(world: World) -> None:
    case = open_one(world, location=the_county_desk(world)).case
    assert (case.desk_id, case.path) == (world.land.county.pk, world.land.county.path)
    assert cases.open_verbs(case, world.county) != []


def test_a_community_without_a_dispatcher_leaves_it_to_the_street(world: World) -> None:
    for row in territory.appointments(SYSTEM, world.land.communities[0].path):
        if row.post_code == "community_worker":
            territory.end_appointment(row.id, ends=clock.today(), reason="退休", by=SYSTEM)
    assert open_one(world).case.desk_id == world.land.street.pk


def test_an_emergency_has_its_own_limit(world: World) -> None:
    made = a_case(world, category_code="B01", kind_code="help").dispatched_to(world.leader_key)
    due = made.case.clocks.get(kind="handling").due_at
    assert due - clock.now() == timedelta(hours=2)


class TestWhoWaits:
    def test_a_visitor_bears_a_code_and_is_sealed(self, world: World) -> None:
        result = open_one(world, reporter=Reporter(name="张大妈", phone="138 0000 0000", home="3-2-501"))
        row = Following.objects.get()
        assert (row.reporter, row.author, row.account_id) == (True, True, None)
        assert "张大妈" not in f"{row.name}{row.phone}{row.home}"
        assert (opened("name", row.name), opened("home", row.home)) == ("张大妈", "3-2-501")
        case, following = cases.by_tracking_code(result.tracking_code.lower().replace("-", " "))
        assert (case.pk, following.pk) == (result.case.pk, row.pk)

    def test_a_wrong_code_is_not_found(self, world: World) -> None:
        open_one(world)
        with pytest.raises(NotFound):
            cases.by_tracking_code("0000-0000-00000")
        with pytest.raises(Invalid):
            cases.by_tracking_code("hello")

    def test_a_resident_with_an_account(self, world: World) -> None:
        open_one(world, by=world.resident, reporter=Reporter(name="张大妈"))
        assert Following.objects.get().account_id == world.resident.account_id

    def test_a_helper_reports_for_somebody_and_the_record_says_so(self, world: World) -> None:
        result = open_one(world, by=world.leader, origin="visit", reporter=Reporter(name="独居老人"))
        row = Following.objects.get()
        assert (row.helper_id, row.helper_name, row.account_id) == (world.leader.account_id, "林秀英", None)
        detail = cases.case_for(world.worker, id=result.case.pk)
        assert detail.helper_name == "林秀英"
        assert "林秀英" in detail.steps[0].actor
        helped = cases.tracking_view(world.leader, row.pk)
        assert helped.helper_name == "林秀英"
        assert "confirm" not in {step.verb for step in helped.verbs}

    def test_a_resident_helps_a_neighbour(self, world: World) -> None:
        reporter = Reporter(name="邻居", helper_account_id=world.resident.account_id, helper_name="张大妈")
        open_one(world, by=world.resident, reporter=reporter)
        row = Following.objects.get()
        assert (row.account_id, row.helper_id) == (None, world.resident.account_id)

    def test_whoever_found_it_follows_but_is_no_reporter(self, world: World) -> None:
        made = a_found_case(world)
        row = Following.objects.get(case=made.id)
        assert (row.reporter, row.account_id) == (False, world.leader.account_id)

    def test_a_code_is_unguessable_and_told_once(self, world: World) -> None:
        codes = {open_one(world).tracking_code for _each in range(20)}
        assert len(codes) == 20
        assert not Following.objects.filter(tracking__in=codes).exists()


class TestTheSamePostTwice:
    def test_is_the_same_case(self, world: World) -> None:
        first, again = open_one(world, intake_key="k1"), open_one(world, intake_key="k1", text="别的字")
        assert (again.case.pk, again.tracking_code, again.repeated) == (first.case.pk, first.tracking_code, True)

    def test_two_people_with_one_key_do_not_meet(self, world: World) -> None:
        first = open_one(world, intake_key="k1")
        other = open_one(world, by=world.resident, intake_key="k1")
        assert other.case.pk != first.case.pk


class TestAtOnce:
    def test_sent_by_a_rule_it_needs_a_matter_too(self, world: World) -> None:
        with pytest.raises(Invalid) as refused:
            open_one(world, category_code="E01", assignee=world.leader_key)
        assert refused.value.code == "matter_needed"
        assert Following.objects.count() == 0

    def test_sent_to_a_unit_it_needs_none(self, world: World) -> None:
        case = open_one(world, category_code="E01", assignee=world.firm_key, routed_by="物业负责").case
        assert (case.state, case.assignee_name, case.matter_id) == (State.DISPATCHED, "兴农物业", None)

    def test_whoever_serves_elsewhere_gets_nothing(self, world: World) -> None:
        other = territory.post_key("community_worker", area_id=world.land.communities[1].pk)
        with pytest.raises(Invalid):
            open_one(world, category_code="A03", assignee=other)


class TestRefusing:
    @pytest.mark.parametrize(
        ("field", "more"),
        [
            ("text", {"text": " \n "}),
            ("text", {"text": "长" * 5000}),
            ("kind", {"kind_code": "nothing"}),
            ("category", {"category_code": "Z99"}),
            ("origin", {"origin": "pigeon"}),
            ("name", {"reporter": Reporter(name="名" * 99)}),
            ("photos", {"photos": ["0" * 32]}),
            ("title", {"title": "题" * 99}),
        ],
    )
    def test_says_which_field(self, world: World, field: str, more: dict[str, Any]) -> None:
        with pytest.raises(Invalid) as refused:
            open_one(world, **more)
        assert field in refused.value.fields
        assert not Following.objects.exists()

    @pytest.mark.parametrize("origin", ["desk", "phone", "import", "visit", "meeting"])
    def test_who_is_not_in_office_uses_the_portal(self, world: World, origin: str) -> None:
        for by in (VISITOR, world.resident):
            with pytest.raises(NotAllowed):
                open_one(world, by=by, origin=origin)

    def test_a_nul_sign_does_no_harm(self, world: World) -> None:
        assert open_one(world, text="路灯\x00不亮").case.text == "路灯不亮"


def test_the_history_holds_no_personal_words(world: World) -> None:
    made = a_case(world)
    made.did("withdraw", made.reporter, reason="我搬走了，电话 13911112222")
    kept = str([row.data for row in cases_history(made.id)])
    assert "13911112222" not in kept
    assert "张大妈" not in kept
    assert "旧家具" not in kept


def cases_history(case_id: int) -> list[Any]:
    return journal.history(f"case:{case_id}")


def test_a_visitor_with_no_code_sees_nothing(world: World) -> None:
    result = open_one(world)
    with pytest.raises(NotFound):
        cases.tracking_view(people.a_visitor(), result.following_id)
