"""Units register where they sit, members where they live; they take duties, report, and the community confirms."""

from collections.abc import Callable

import pytest
from tests.factories import access as people
from tests.factories.cases import MORNING, World, a_world
from tests.factories.registration import a_duty, a_member_registered, a_unit_registered
from tests.factories.together import together

from linli.engines.journal.models import Look
from linli.kernel import clock
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from linli.programmes.registration import public as registration
from linli.programmes.registration.models import Registration, Undertaking

pytestmark = pytest.mark.django_db


def test_a_unit_takes_a_duty_reports_and_the_community_confirms(world: World) -> None:
    row, duty = a_unit_registered(world), a_duty(world)
    taken = registration.take_duty(duty.pk, registration_id=row.pk, by=world.handler)
    registration.report_duty(taken.pk, note="楼道看过，灯坏了一盏已换。", by=world.handler)
    assert [one.id for one in registration.to_confirm(world.worker)] == [row.pk]
    registration.confirm_duty(taken.pk, by=world.worker)
    told = registration.statement(world.handler, world.firm.id, clock.today().year)
    assert [(line.who, line.title) for line in told.lines] == [("兴农物业", "周六巡楼")]
    assert registration.to_confirm(world.worker) == []


def test_registered_twice_is_refused_and_again_after_the_end_it_is_not(world: World) -> None:
    row = a_unit_registered(world)
    with pytest.raises(Invalid):
        a_unit_registered(world)
    registration.end_registration(row.pk, by=world.handler)
    assert a_unit_registered(world).pk != row.pk


def test_a_unit_is_registered_by_its_own_people_or_by_the_community(world: World) -> None:
    given = {"unit_id": world.firm.id, "area_id": world.land.communities[0].pk}
    for stranger in (world.cleaner, world.other_worker, world.resident, people.a_visitor()):
        with pytest.raises(NotAllowed):
            registration.register_unit(by=stranger, **given)
    assert registration.register_unit(by=world.worker, **given).state == "waiting"


def test_a_member_without_consent_or_without_an_account_is_not_kept(world: World) -> None:
    with pytest.raises(Invalid):
        a_member_registered(world, agrees=False)
    with pytest.raises(NotAllowed):
        a_member_registered(world, people.a_visitor())
    assert not Registration.objects.exists()


def test_name_and_phone_are_sealed_and_each_look_is_recorded(world: World) -> None:
    row, member = a_member_registered(world)
    assert "何平" not in row.name
    assert "13800000000" not in row.phone
    assert registration.personal(world.worker, row.pk, "约时间")["name"] == "何平"
    assert Look.objects.filter(subject=f"registration:{row.pk}").count() == 1
    for stranger in (world.handler, world.other_worker, people.a_resident("别人")):
        with pytest.raises(NotFound):
            registration.personal(stranger, row.pk, "看看")
    shown = registration.registrations(world.worker).items
    assert "何平" not in str(shown)
    assert registration.registration_for(member, row.pk).own


def test_the_own_unit_reads_a_members_name_only_where_the_member_agreed(world: World) -> None:
    duty = a_duty(world, places=5)
    for name, agreed in (("何平", False), ("周静", True)):
        row, member = a_member_registered(world, people.a_resident(name), name=name, tells_unit=agreed)
        taken = registration.take_duty(duty.pk, registration_id=row.pk, by=member)
        registration.report_duty(taken.pk, note="去过了。", by=member)
        registration.confirm_duty(taken.pk, by=world.worker)
    a_unit_registered(world)
    told = registration.statement(world.handler, world.firm.id, clock.today().year)
    assert [line.who for line in told.lines] == ["周静"]
    assert (told.members, told.members_done) == (2, 2)
    assert "周静" not in str(registration.statement(world.worker, world.firm.id, clock.today().year).lines)
    with pytest.raises(NotFound):
        registration.statement(world.other_worker, world.firm.id, clock.today().year)


def test_nobody_confirms_the_own_work(world: World) -> None:
    row, worker = a_member_registered(world, world.worker, confirmed=False)
    with pytest.raises(NotAllowed):
        registration.confirm_registration(row.pk, by=worker)
    registration.confirm_registration(row.pk, by=world.street)
    taken = registration.take_duty(a_duty(world).pk, registration_id=row.pk, by=worker)
    registration.report_duty(taken.pk, note="做了。", by=worker)
    with pytest.raises(NotAllowed):
        registration.confirm_duty(taken.pk, by=worker)
    registration.confirm_duty(taken.pk, by=world.street)


def test_duties_for_units_elsewhere_full_or_closed_are_not_taken(world: World) -> None:
    row, member = a_member_registered(world)
    other = registration.offer_duty(
        area_id=world.land.communities[1].pk, title="别处", text="别处的事", places=1, by=world.other_worker
    )
    closed = a_duty(world)
    registration.close_duty(closed.pk, by=world.worker)
    for duty in (a_duty(world, kind="unit"), other, closed):
        with pytest.raises(Invalid):
            registration.take_duty(duty.pk, registration_id=row.pk, by=member)
    assert [one.title for one in registration.registration_for(member, row.pk).offers] == []


def test_given_back_the_place_is_free_again(world: World) -> None:
    duty = a_duty(world, places=1)
    row, member = a_member_registered(world)
    unit = a_unit_registered(world)
    taken = registration.take_duty(duty.pk, registration_id=row.pk, by=member)
    assert registration.take_duty(duty.pk, registration_id=row.pk, by=member).pk == taken.pk
    with pytest.raises(Invalid):
        registration.take_duty(duty.pk, registration_id=unit.pk, by=world.handler)
    registration.give_back(taken.pk, reason="出差", by=member)
    registration.take_duty(duty.pk, registration_id=unit.pk, by=world.handler)


def test_the_yearly_report_is_confirmed_once_and_by_another(world: World) -> None:
    row, year = a_unit_registered(world), clock.today().year
    with pytest.raises(Invalid):
        registration.report_year(row.pk, year=year + 1, text="早了", by=world.handler)
    with pytest.raises(NotAllowed):
        registration.report_year(row.pk, year=year, text="代写", by=world.worker)
    told = registration.report_year(row.pk, year=year, text="走访十二户。", by=world.handler)
    registration.confirm_year(told.pk, answer="谢谢。", by=world.worker)
    with pytest.raises(WrongState):
        registration.report_year(row.pk, year=year, text="再改", by=world.handler)
    assert registration.registration_for(world.handler, row.pk).reports[0].answer == "谢谢。"


def test_few_members_are_no_number_in_public(world: World) -> None:
    a_unit_registered(world)
    a_member_registered(world)
    assert registration.public_totals() == {"units": 1, "members": None, "done": 0}


def test_a_person_gets_the_data_and_is_taken_out_after_the_end(world: World) -> None:
    row, member = a_member_registered(world)
    assert registration.export(member.account_id)[0]["phone"] == "13800000000"
    assert registration.erase(member.account_id) == 0
    registration.end_registration(row.pk, by=member)
    assert registration.erase(member.account_id) == 1
    row.refresh_from_db()
    assert (row.name, row.phone, row.account_id) == ("", "", None)


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_had_by_one() -> None:
    with clock.at(MORNING):
        world = a_world()
        duty = a_duty(world, places=1)
        unit = a_unit_registered(world)
        row, member = a_member_registered(world)

    def take(key: int, by: object) -> Callable[[], object]:
        def run() -> object:
            with clock.at(MORNING):
                return registration.take_duty(duty.pk, registration_id=key, by=by)  # type: ignore[arg-type]

        return run

    results = together(take(unit.pk, world.handler), take(row.pk, member))
    assert sorted(type(one).__name__ for one in results) == ["Invalid", "Undertaking"]
    assert Undertaking.objects.filter(duty=duty).count() == 1
