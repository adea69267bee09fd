"""Who registers, what is kept of them, and what minors need."""

from datetime import date, timedelta

import pytest
from tests.factories.access import an_account, as_actor
from tests.factories.volunteers import SATURDAY, Neighbourhood, actor, document, the_role

from linli.engines.journal import public as journal
from linli.kernel import clock
from linli.kernel.actor import VISITOR
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from linli.programmes.volunteers import public as volunteers
from linli.programmes.volunteers.models import Volunteer
from linli.programmes.volunteers.public import VolunteerInput

CHILD = {"born": date(2011, 3, 5), "guardian_name": "林母", "guardian_phone": "13800000000"}


class TestRegister:
    def test_a_resident_registers_and_nothing_personal_lies_open(self, here: Neighbourhood):
        who = here.volunteer(name="诸葛试", phone="13909350001", identity=document(date(1990, 5, 1)))
        row = Volunteer.objects.values().get(pk=who.pk)
        assert not any("诸葛试" in str(value) or "13909350001" in str(value) for value in row.values())
        assert (who.state, who.number) == ("active", "V-2026-000001")

    def test_nobody_registers_twice(self, here: Neighbourhood):
        number = document(date(1990, 5, 1))
        who = here.volunteer(identity=number)
        with pytest.raises(WrongState):
            volunteers.register_volunteer(
                area_id=here.community.pk, given=VolunteerInput("林", "林", born=date(1990, 1, 1)), by=actor(who)
            )
        with pytest.raises(Invalid) as refused:
            here.volunteer(identity=number)
        assert "identity" in refused.value.fields

    def test_a_document_with_a_wrong_check_sign(self, here: Neighbourhood):
        number = document(date(1990, 5, 1))
        wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
        with pytest.raises(Invalid) as refused:
            here.volunteer(identity=wrong)
        assert "identity" in refused.value.fields

    def test_visitors_and_neighbouring_workers_do_not_register_people(self, here: Neighbourhood):
        given = VolunteerInput("林师傅", "林小满", born=date(1990, 1, 1))
        for by in (VISITOR, here.stranger, here.grid_leader):
            with pytest.raises(NotAllowed):
                volunteers.register_volunteer(area_id=here.community.pk, given=given, by=by)


class TestMinors:
    def test_a_minor_names_a_guardian_and_waits(self, here: Neighbourhood):
        with pytest.raises(Invalid) as refused:
            here.volunteer(born=date(2011, 3, 5))
        assert "guardian_name" in refused.value.fields
        who = here.volunteer(**CHILD)
        assert who.state == "waiting"
        activity = here.activity()
        with pytest.raises(Invalid):
            volunteers.sign_up(role_id=the_role(activity).pk, by=actor(who))
        with pytest.raises(NotAllowed):
            volunteers.agree_as_guardian(volunteer_id=who.pk, by=actor(who))
        volunteers.agree_as_guardian(volunteer_id=who.pk, by=here.worker)
        assert volunteers.sign_up(role_id=the_role(activity).pk, by=actor(who)).state == "coming"

    def test_no_minor_on_a_dangerous_duty(self, here: Neighbourhood):
        who = here.volunteer(**CHILD)
        volunteers.agree_as_guardian(volunteer_id=who.pk, by=here.worker)
        volunteers.set_cover(volunteer_id=who.pk, insured_until=date(2030, 1, 1), vetted_until=None, by=here.worker)
        activity = here.activity(needs_insurance=True)
        with pytest.raises(Invalid, match="成年人"):
            volunteers.sign_up(role_id=the_role(activity).pk, by=actor(who))

    def test_on_the_eighteenth_birthday_the_way_is_free(self, here: Neighbourhood):
        born = date(2008, 11, 22)
        who = here.volunteer(born=born, guardian_name="林母", guardian_phone="138")
        volunteers.agree_as_guardian(volunteer_id=who.pk, by=here.worker)
        volunteers.set_cover(volunteer_id=who.pk, insured_until=date(2030, 1, 1), vetted_until=None, by=here.worker)
        tomorrow = here.activity(needs_insurance=True, starts=SATURDAY + timedelta(days=1))
        assert volunteers.sign_up(role_id=the_role(tomorrow).pk, by=actor(who)).state == "coming"


class TestLooking:
    def test_lists_show_call_names_and_a_look_is_logged(self, here: Neighbourhood):
        who = here.volunteer(name="诸葛试", phone="13909350002")
        (row,) = volunteers.volunteers(here.worker, here.community.path).items
        assert "诸葛" not in str(row)
        opened = volunteers.personal_of(here.worker, who.pk, "通知换时间")
        assert (opened.name, opened.phone) == ("诸葛试", "13909350002")
        (look,) = journal.looks(f"volunteer:{who.pk}")
        assert look.purpose == "通知换时间"
        with pytest.raises(Invalid):
            volunteers.personal_of(here.worker, who.pk, " ")
        for viewer in (here.stranger, VISITOR, as_actor(an_account())):
            with pytest.raises(NotFound):
                volunteers.personal_of(viewer, who.pk, "看看")
            with pytest.raises(NotFound):
                volunteers.volunteers(viewer, here.community.path)

    def test_found_by_phone(self, here: Neighbourhood):
        who = here.volunteer(phone="139 0935 0003")
        here.volunteer()
        (row,) = volunteers.volunteers(here.worker, here.community.path, text="13909350003").items
        assert row.id == who.pk


class TestLeaving:
    def test_a_copy_holds_everything_and_erasing_leaves_the_hours(self, here: Neighbourhood):
        who = here.volunteer(name="诸葛试")
        here.served(who)
        with clock.at(SATURDAY + timedelta(days=1)):
            copy = volunteers.export(who.account_id)
            assert copy["volunteer"]["name"] == "诸葛试"
            assert copy["services"][0]["minutes"] == 120
            with pytest.raises(NotFound):
                volunteers.erase(volunteer_id=who.pk, by=here.stranger)
            volunteers.erase(volunteer_id=who.pk, by=actor(who))
        row = Volunteer.objects.get(pk=who.pk)
        assert (row.name, row.phone, row.call_name, row.account_id, row.state) == ("", "", "", None, "left")
        assert volunteers.totals(here.community.path).minutes == 120
