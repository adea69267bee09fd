"""The minute tick: the ladder of a clock, pauses that end, what expires."""

from datetime import datetime, timedelta

import pytest
from tests.factories.cases import MORNING, World, a_case, a_world, today_plus
from tests.factories.moments import china
from tests.factories.together import together

from linli.engines.cases import public as cases
from linli.engines.cases.models import Clock
from linli.engines.cases.public import State, tick
from linli.engines.journal import public as journal
from linli.engines.journal.models import Event, Message
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import SYSTEM

REMIND, DUE, FAR = china(2026, 11, 20, 9), china(2026, 11, 23, 9), china(2026, 11, 25, 13, 45)


def climbed(case_id: int, kind: str = "handling") -> list[int]:
    """The steps the ladder took, in their order."""
    found = Event.objects.filter(stream=f"case:{case_id}", kind__in=["case.reminded", "case.overdue"]).order_by(
        "number"
    )
    return [event.data["step"] for event in found if event.data["clock"] == kind]


def in_hand(world: World) -> int:
    return a_case(world).handling_by(world.leader).did("contact", world.leader, note="联系了").id


def test_before_its_time_nothing_happens(world: World) -> None:
    made = in_hand(world)
    assert tick(REMIND - timedelta(minutes=1)).steps == 0
    assert climbed(made) == []


def test_each_step_comes_exactly_once(world: World) -> None:
    made = in_hand(world)
    for moment, steps in ((REMIND, [1]), (DUE, [1, 2]), (FAR, [1, 2, 3])):
        tick(moment)
        tick(moment)
        assert climbed(made) == steps
    assert tick(FAR + timedelta(days=30)).steps == 0
    assert Clock.objects.get(case=made, kind="handling").next_at is None


def test_after_an_outage_only_the_highest_step_is_taken(world: World) -> None:
    made = in_hand(world)
    assert tick(FAR + timedelta(days=9)).steps == 1
    assert climbed(made) == [3]


def test_what_was_due_first_is_told_first(world: World) -> None:
    early = in_hand(world)
    with clock.at(MORNING + timedelta(minutes=1)):
        late = in_hand(world)
    tick(DUE + timedelta(days=1))
    told = Event.objects.filter(kind="case.overdue").order_by("id").values_list("stream", flat=True)
    assert list(told) == [f"case:{early}", f"case:{late}"]


def test_a_clock_set_back_repeats_nothing(world: World) -> None:
    made = in_hand(world)
    tick(DUE)
    tick(REMIND)
    tick(DUE - timedelta(hours=3))
    tick(DUE)
    assert climbed(made) == [2]


def test_a_paused_clock_does_not_climb(world: World) -> None:
    made = a_case(world).handling_by(world.leader).did("contact", world.leader, note="联系了")
    made.did("suspend", world.leader, reason="等配件", until=today_plus(60))
    assert tick(FAR).steps == 0
    assert climbed(made.id) == []


def test_granted_time_puts_the_next_step_off_but_repeats_none(world: World) -> None:
    made = a_case(world).handling_by(world.leader).did("contact", world.leader, note="联系了")
    tick(REMIND)
    with clock.at(REMIND):
        made.did("ask_extension", world.leader, value=5, unit="wd", reason="等配件")
        made.did("grant_extension", world.street, text="同意")
    assert tick(DUE).steps == 0
    tick(china(2026, 11, 30, 9))
    assert climbed(made.id) == [1, 2]


def test_a_pause_ends_on_its_day(world: World) -> None:
    made = a_case(world).handling_by(world.leader).did("suspend", world.leader, reason="等配件", until=today_plus(3))
    assert tick(china(2026, 11, 18, 23, 59)).resumed == 0
    assert tick(china(2026, 11, 19, 0, 1)).resumed == 1
    assert tick(china(2026, 11, 19, 0, 2)).resumed == 0
    assert made.case.state == State.HANDLING
    assert made.verbs[-1] == "resume"


def test_the_ladder_tells_who_has_it_then_the_street_then_the_county(world: World) -> None:
    in_hand(world)

    def told(moment: datetime) -> set[int | None]:
        before = set(Message.objects.values_list("pk", flat=True))
        with clock.at(moment):
            tick()
            journal.deliver_due()
        return set(Message.objects.exclude(pk__in=before).values_list("account_id", flat=True))

    with clock.at(MORNING):
        journal.deliver_due(limit=1000)
    assert told(REMIND) == {world.leader.account_id}
    assert {world.leader.account_id, world.street.account_id} <= told(DUE)
    assert {world.leader.account_id, world.street.account_id, world.county.account_id} <= told(FAR)


def test_the_first_contact_has_its_own_ladder(world: World) -> None:
    made = a_case(world)
    tick(china(2026, 11, 16, 10, 36))
    assert climbed(made.id, "first_contact") == [1]
    assert climbed(made.id) == []


def test_the_clock_of_a_sub_task_names_whose_it_is(world: World) -> None:
    made = a_case(world).handling_by(world.leader).did("contact", world.leader, note="联系了")
    made.did("add_helper", world.leader, assignee=world.firm_key, text="请搬走大件")
    tick(china(2026, 11, 17, 9))
    event = Event.objects.get(stream=f"case:{made.id}", kind="case.overdue")
    assert (event.data["clock"], event.data["assignee"]) == ("response", world.firm_key)


def test_many_due_at_once_are_worked_off_in_one_tick(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.engines.cases.tick.BATCH", 2)
    made = [in_hand(world) for _number in range(5)]
    assert tick(DUE).steps == 5
    assert all(climbed(one) == [2] for one in made)


def test_it_is_called_every_minute(world: World) -> None:
    made = in_hand(world)
    with clock.at(DUE):
        assert "cases.clocks" in journal.run_ticks()
    assert climbed(made) == [2]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_take_each_step_once() -> None:
    territory.forget_caches()
    with clock.at(MORNING):
        world = a_world()
        made = [in_hand(world) for _number in range(4)]
    results = together(lambda: tick(DUE), lambda: tick(DUE))
    assert not [one for one in results if isinstance(one, Exception)], results
    tick(DUE)
    assert all(climbed(one) == [2] for one in made)


def test_a_matter_leaves_its_list_when_its_time_is_over(world: World) -> None:
    given = cases.MatterInput(
        "T-01", "delegated", "临时普查", "协议", MORNING.date(), valid_to=today_plus(2), category_codes=("E01",)
    )
    cases.define_matters([given], by=SYSTEM)
    assert "T-01" in {row.code for row in cases.matters()}
    with clock.at(china(2026, 11, 18, 12)):
        assert "T-01" in {row.code for row in cases.matters()}  # the last day counts
    with clock.at(china(2026, 11, 19, 0, 1)):
        assert tick().expired == 1
        assert tick().expired == 0
        assert "T-01" not in {row.code for row in cases.matters()}
