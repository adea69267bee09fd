"""From the first word to the programme that runs: a need, a resource, a project (三大清单)."""

from dataclasses import replace

import pytest
from tests.factories import access as people
from tests.factories.lists import a_need, a_project, a_resource

from linli.engines.journal.models import Event, Look, Message
from linli.engines.journal.public import deliver_due, history
from linli.kernel import clock
from linli.kernel.actor import VISITOR
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from linli.programmes.lists import privacy
from linli.programmes.lists import public as lists
from linli.programmes.lists.models import Need, Pair


def test_a_tutoring_need_becomes_a_half_past_four_project(world):
    resident = people.a_resident("何平")
    need = a_need(world, by=resident, asker=lists.Asker(name="何平", account_id=resident.account_id))
    teachers = a_resource(world)
    project = a_project(world, [need], [teachers])
    lists.start(project.pk, by=world.worker)
    for step, note in (("招募志愿教师", "来了六位退休教师"), ("开班", "二十个孩子")):
        found = next(one for one in lists.project_for(world.worker, project.number).milestones if one[1] == step)
        lists.reach(project.pk, by=world.worker, milestone_id=found[0], note=note)
    lists.pay(project.pk, by=world.worker, fen=320_000, note="桌椅和教材")
    lists.finish(project.pk, by=world.worker, feedback="一学期 60 次课，20 个孩子，家长放心。")
    deliver_due(limit=200)
    seen = lists.need_for(resident, need.number)
    assert seen.need.state == "met"
    kinds = [event.kind for event in history(f"need:{need.pk}")]
    assert kinds == ["need.say", "need.list", "need.plan", "need.meet"]
    assert [step.note for step in seen.steps if step.note] == ["来了六位退休教师", "二十个孩子", "桌椅和教材"]
    assert "一学期 60 次课" in str([one.body for one in Message.objects.filter(recipient=f"a:{resident.account_id}")])
    assert lists.public_projects("").items[0].feedback.startswith("一学期")


def test_public_lists_hold_no_name(world):
    need = a_need(world)
    seen = lists.need_for(VISITOR, need.number)
    assert (seen.text, seen.pairs, seen.close, seen.tracking_code) == ("", (), False, "")
    assert "秀兰" not in str([event.data for event in Event.objects.all()])
    assert "秀兰" not in Need.objects.get().name


def test_before_it_is_listed_only_the_community_and_the_asker_know(world):
    said = a_need(world, listed=False)
    for stranger in (VISITOR, people.a_resident(), world.other_worker, world.leader):
        with pytest.raises(NotFound):
            lists.need_for(stranger, said.number)
    holder = replace(VISITOR, holds=frozenset({lists.held_key(said.pk)}))
    code = lists.need_for(holder, said.number).tracking_code
    assert lists.by_code(code) == (said.pk, said.number)
    with pytest.raises(NotFound):
        lists.list_need(said.pk, by=world.other_worker, words="别的社区")


def test_looking_at_who_asked_is_recorded(world):
    need = a_need(world)
    assert privacy.personal(world.worker, need.number, "回访")["name"] == "李秀兰"
    assert Look.objects.count() == 1
    with pytest.raises(NotAllowed):
        privacy.personal(people.a_resident(), need.number, "好奇")


def test_a_need_sent_twice_is_one(world):
    one, other = (a_need(world, listed=False, intake_key="ab" * 10) for _time in range(2))
    assert one.pk == other.pk


def test_a_resource_at_work_cannot_leave_by_itself(world):
    need, teachers = a_need(world), a_resource(world)
    project = a_project(world, [need], [teachers])
    with pytest.raises(Invalid) as refused:
        lists.retire(teachers.pk, by=world.worker, reason="老师搬家")
    assert "四点半课堂" in str(refused.value.message)
    with pytest.raises(Invalid) as refused:
        lists.resize(teachers.pk, by=world.worker, capacity=0)
    assert "capacity" in refused.value.fields
    lists.start(project.pk, by=world.worker)
    lists.release(project.pk, by=world.worker, resource_id=teachers.pk, reason="老师搬家")
    assert lists.project_for(VISITOR, project.number).left == (("退休教师辅导作业", "老师搬家"),)
    assert lists.project_for(VISITOR, project.number).project.state == "running"
    assert lists.retire(teachers.pk, by=world.worker, reason="老师搬家").state == "withdrawn"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"capacity": -1}, "capacity"), ({"hours": "下辈子"}, "hours"), ({"hours": "周一 25:00-26:00"}, "hours"),
     ({"seats": 0}, "seats"), ({"words": "打 13800000000"}, "words"), ({"category": "x"}, "category")],
)
def test_what_cannot_be_is_refused_beside_the_field(world, wrong, field):
    with pytest.raises(Invalid) as refused:
        a_resource(world, **wrong)
    assert field in refused.value.fields


def test_a_need_is_in_one_project_only(world):
    need, teachers = a_need(world), a_resource(world)
    a_project(world, [need], [teachers])
    with pytest.raises(WrongState):
        a_project(world, [need], [teachers])


def test_money_paid_is_never_more_than_planned(world):
    project = a_project(world, [a_need(world)], [])
    lists.start(project.pk, by=world.worker)
    lists.pay(project.pk, by=world.worker, fen=500_000, note="全部")
    with pytest.raises(Invalid):
        lists.pay(project.pk, by=world.worker, fen=1, note="再来一分")


def test_needs_of_a_stopped_project_are_open_again(world):
    need = a_need(world)
    project = a_project(world, [need], [])
    lists.stop(project.pk, by=world.worker, reason="没有场地")
    assert Need.objects.get(pk=need.pk).state == "listed"


def test_only_who_keeps_the_list_makes_projects(world):
    need = a_need(world)
    for actor in (world.other_worker, world.leader, people.a_resident()):
        with pytest.raises((NotAllowed, NotFound)):
            lists.make(
                by=actor, area_id=world.land.communities[0].pk, needs=[need.pk], resources=[], title="x", how="y",
                lead_name="z", starts_on=clock.today(), ends_on=clock.today(),
            )


def test_the_month_is_published_once_and_reviewed(world):
    a_need(world)
    area = world.land.communities[0].pk
    made = lists.publish_month(area, by=world.worker, month=clock.today())
    assert lists.publish_month(area, by=world.worker, month=clock.today()).pk == made.pk
    assert made.counts == {"needs": 1, "resources": 0, "projects": 0}
    assert lists.review_month(made.pk, by=world.worker, words="需求多在放学后").review
    with pytest.raises(NotAllowed):
        lists.publish_month(area, by=world.other_worker, month=clock.today())


def test_erasing_takes_the_person_out_of_what_has_ended(world):
    resident = people.a_resident("何平")
    need = a_need(world, by=resident, asker=lists.Asker(name="何平", account_id=resident.account_id))
    assert privacy.export(resident.account_id)[0]["name"] == "何平"
    lists.withdraw(need.pk, by=resident)
    assert privacy.erase(resident.account_id) == 1
    assert Need.objects.get(pk=need.pk).text == ""
    assert not Pair.objects.exists()
