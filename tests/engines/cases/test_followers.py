"""The people who wait: joining, leaving, one problem of many, what each of them sees."""

import pytest
from tests.factories import access as people
from tests.factories.cases import World, a_case, a_found_case, a_picture

from linli.engines.cases import public as cases
from linli.engines.cases.models import Following
from linli.engines.cases.public import State
from linli.kernel.errors import Invalid, NotFound, WrongState


class TestJoining:
    def test_a_neighbour_gets_an_own_code(self, world: World) -> None:
        made = a_case(world)
        joined = made.followed(name="李叔", phone="139 0000 0000")
        assert joined.tracking_code != made.code
        assert made.case.people == 2
        assert cases.by_tracking_code(joined.tracking_code)[1].pk == joined.following_id

    def test_twice_is_once(self, world: World) -> None:
        made = a_case(world)
        first = made.followed(world.resident)
        again = made.followed(world.resident)
        assert (again.tracking_code, again.repeated, made.case.people) == (first.tracking_code, True, 2)
        borne = made.followed(people.a_visitor(made.following_id))
        assert borne.tracking_code == made.code

    def test_not_what_is_private(self, world: World) -> None:
        made = a_case(world, category_code="D01", kind_code="mediation")
        with pytest.raises(NotFound):
            made.followed()
        assert made.case.people == 1

    def test_not_what_is_over(self, world: World) -> None:
        made = a_case(world).closed()
        with pytest.raises(WrongState):
            made.followed()


class TestWhatANeighbourSees:
    def test_class_and_state_but_not_the_words_of_the_author(self, world: World) -> None:
        made = a_case(world).handled(note="三单元李家的沙发搬走了")
        joined = made.followed()
        seen = cases.tracking_view(people.a_visitor(joined.following_id), joined.following_id)
        assert (seen.title, seen.text, seen.place) == ("楼道堆物", "", "")
        assert "李家" not in str(seen.steps)
        assert seen.verbs == ()
        assert (seen.people, seen.reporter, seen.author) == (2, False, False)

    def test_what_was_released(self, world: World) -> None:
        made = a_case(world)
        joined = made.followed()
        made.did("release", world.worker, public_text="三单元堆物正在清理")
        seen = cases.tracking_view(people.a_visitor(joined.following_id), joined.following_id)
        assert seen.text == "三单元堆物正在清理"

    def test_a_public_class_shows_place_and_notes(self, world: World) -> None:
        made = a_case(world, category_code="A01").handling_by(world.handler).handled(world.handler, note="已清运")
        joined = made.followed()
        seen = cases.tracking_view(people.a_visitor(joined.following_id), joined.following_id)
        assert seen.place
        assert "已清运" in str(seen.steps)

    def test_no_page_of_the_desk(self, world: World) -> None:
        made = a_case(world)
        joined = made.followed(world.resident)
        with pytest.raises(NotFound):
            cases.case_for(world.resident, id=made.id)
        assert cases.tracking_view(world.resident, joined.following_id).number == made.case.number


class TestWhatTheAuthorSees:
    def test_everything_without_names_of_staff(self, world: World) -> None:
        made = a_case(world).handling_by(world.leader).did("contact", world.leader, note="内部记录")
        made.did("interim", world.leader, text="明天来搬").handled(note="搬走了")
        seen = cases.tracking_view(made.reporter, made.following_id)
        words = str(seen.steps)
        assert "旧家具" in seen.text
        assert "明天来搬" in words
        assert "搬走了" in words
        assert "内部记录" not in words
        assert not any(actor.name in words for actor in world.everybody)
        assert {step.verb for step in seen.verbs} == {"confirm"}
        assert seen.tracking_code == made.code

    def test_next_step_in_words(self, world: World) -> None:
        made = a_case(world)
        first = cases.tracking_view(made.reporter, made.following_id).next_words
        made.dispatched_to(world.leader_key)
        second = cases.tracking_view(made.reporter, made.following_id).next_words
        assert world.land.communities[0].name in first
        assert made.case.assignee_name in second
        made.checked().closed()
        done = cases.tracking_view(made.reporter, made.following_id)
        assert (done.next_words, {step.verb for step in done.verbs}) == ("", {"reopen"})

    def test_a_hand_back_is_not_the_residents_business(self, world: World) -> None:
        made = a_case(world).dispatched_to(world.leader_key).did("decline", world.leader, reason="推给物业")
        assert "推给物业" not in str(cases.tracking_view(made.reporter, made.following_id).steps)

    def test_why_it_was_not_taken_on(self, world: World) -> None:
        made = a_case(world).did("refuse", world.worker, exit="legal_channel", text="请到法院立案庭，电话 12368。")
        seen = cases.tracking_view(made.reporter, made.following_id)
        assert "12368" in str(seen.steps)
        assert seen.exit_label

    def test_photos(self, world: World) -> None:
        kept = cases.add_photo(a_picture(), by=people.a_visitor())
        made = a_case(world, photos=[kept.key])
        joined = made.followed()
        assert len(cases.tracking_view(made.reporter, made.following_id).photos) == 1
        assert cases.tracking_view(people.a_visitor(joined.following_id), joined.following_id).photos == ()


class TestOneProblem:
    def test_a_joined_report_shows_how_the_lead_stands(self, world: World) -> None:
        lead, other = a_case(world).handling_by(world.leader), a_case(world)
        other.did("merge", world.worker, into=lead.id)
        lead.did("interim", world.leader, text="今天下午清运")
        seen = cases.tracking_view(other.reporter, other.following_id)
        assert (seen.lead_number, seen.state, seen.people) == (lead.case.number, State.HANDLING, 2)
        assert seen.steps[-1].verb == "interim"
        assert "今天下午清运" not in str(seen.steps)
        assert {step.verb for step in seen.verbs} == set()

    def test_not_into_itself_nor_into_what_is_over_nor_across_desks(self, world: World) -> None:
        made, over, far = a_case(world), a_case(world).closed(), a_case(world, grid=2)
        with pytest.raises(Invalid):
            cases.merge(made.id, by=world.worker, into=made.id)
        with pytest.raises(WrongState):
            cases.merge(made.id, by=world.worker, into=over.id)
        with pytest.raises(NotFound):
            cases.merge(made.id, by=world.worker, into=far.id)
        with pytest.raises(NotFound):
            cases.merge(made.id, by=world.worker, into=987654)
        made.did("merge", world.street, into=far.id)

    def test_not_back_into_what_was_joined_to_it(self, world: World) -> None:
        lead, other = a_case(world), a_case(world)
        other.did("merge", world.worker, into=lead.id)
        with pytest.raises(WrongState):
            cases.merge(lead.id, by=world.worker, into=other.id)

    def test_the_lead_knows_who_joined(self, world: World) -> None:
        lead, other = a_case(world), a_case(world)
        other.did("merge", world.worker, into=lead.id)
        detail = cases.case_for(world.worker, id=lead.id)
        assert detail.merged == (other.case.number,)
        assert detail.steps[-1].verb == "joined"
        assert cases.case_for(world.worker, id=other.id).lead_number == lead.case.number


class TestLeaving:
    def test_the_next_one_answers_but_does_not_read_the_words(self, world: World) -> None:
        made = a_case(world)
        joined = made.followed()
        made.did("withdraw", made.reporter)
        with pytest.raises(NotFound):
            cases.tracking_view(made.reporter, made.following_id)
        seen = cases.tracking_view(people.a_visitor(joined.following_id), joined.following_id)
        assert (seen.reporter, seen.author, seen.text) == (True, False, "")
        assert Following.objects.get(pk=made.following_id).left_at is not None

    def test_the_account_may_join_again(self, world: World) -> None:
        made = a_case(world, by=world.resident, reporter=cases.Reporter())
        made.followed()
        made.did("withdraw", world.resident)
        made.followed(world.resident)
        assert made.case.people == 2

    def test_what_a_collector_found_nobody_withdraws(self, world: World) -> None:
        made = a_found_case(world)
        assert "withdraw" not in {step.verb for step in cases.open_verbs(made.case, world.leader)}


def test_everything_one_waits_for_the_newest_first(world: World) -> None:
    first, second = a_case(world), a_case(world, by=world.resident, reporter=cases.Reporter())
    joined = first.followed(world.resident)
    assert cases.followings_of(world.resident) == [joined.following_id, second.following_id]
    assert cases.followings_of(first.reporter) == [first.following_id]
    assert cases.followings_of(people.a_visitor()) == []
