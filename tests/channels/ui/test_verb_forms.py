"""Every verb of the table through the same form: what is asked, filled in, and given back when it is refused."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import RequestFactory
from tests.factories import cases as make

from linli.channels.ui.verbforms import perform_from_post, verb_form
from linli.engines.cases import public as cases
from linli.kernel.actor import Actor
from linli.kernel.errors import NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> make.World:
    return make.a_world()


def request_of(viewer: Actor, data: dict[str, Any] | None = None):
    request = RequestFactory().post("/", data or {})
    request.viewer = viewer
    return request


def posted(viewer: Actor, made: make.Made, verb: str, **data: Any):
    return perform_from_post(request_of(viewer, data), cases.case_for(viewer, id=made.id), verb)


def photo(name: str = "a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, make.a_picture().read(), "image/jpeg")


def test_every_open_verb_of_everybody_has_a_form_that_can_be_shown(world):
    """Walks a case through its states and builds the form of each open verb for each person."""
    made = make.a_case(world)
    seen = set()
    for step in ("submitted", "accepted", "handled", "checked", "closed"):
        getattr(made, step)()
        for person in world.everybody:
            try:
                detail = cases.case_for(person, id=made.id)
            except NotFound:
                continue
            for open_step in detail.verbs:
                form = verb_form(request_of(person), detail, open_step.verb)
                assert set(open_step.needs) <= set(form.fields), open_step.verb
                seen.add(open_step.verb)
    assert {"accept", "refuse", "dispatch", "check", "call_back", "amend", "release", "merge"} <= seen


def test_what_the_table_needs_must_be_filled_in(world):
    made = make.a_case(world).handling_by(world.leader)
    outcome = posted(world.leader, made, "decline")
    assert not outcome.done
    assert "reason" in outcome.form.errors
    assert made.case.state == cases.State.HANDLING


def test_handing_back_with_a_reason(world):
    made = make.a_case(world).handling_by(world.leader)
    assert posted(world.leader, made, "decline", reason="不在我们网格").done
    assert made.case.state == cases.State.ACCEPTED


def test_done_with_photos_as_proof(world):
    made = make.a_case(world).handling_by(world.leader)
    outcome = posted(world.leader, made, "handle", note="已清走", photos=[photo(), photo("b.jpg")])
    assert outcome.done
    kept = cases.case_for(world.leader, id=made.id).attachments
    assert [one.stage for one in kept] == ["proof", "proof"]


def test_photos_are_not_lost_when_another_field_is_wrong(world):
    made = make.a_case(world).handling_by(world.leader)
    outcome = posted(world.leader, made, "handle", note="", photos=[photo()])
    assert not outcome.done
    keys = outcome.form.data.getlist("photos-kept")
    assert len(keys) == 1
    assert posted(world.leader, made, "handle", note="已清走", **{"photos-kept": keys}).done
    assert [one.key for one in cases.case_for(world.leader, id=made.id).attachments] == keys


def test_a_bad_photo_is_said_beside_the_photos_and_the_good_one_stays(world):
    made = make.a_case(world).handling_by(world.leader)
    bad = SimpleUploadedFile("note.jpg", b"no picture at all", "image/jpeg")
    outcome = posted(world.leader, made, "handle", note="已清走", photos=[photo(), bad])
    assert "photos" in outcome.form.errors
    assert len(outcome.form.data.getlist("photos-kept")) == 1
    assert made.case.state == cases.State.HANDLING


def test_too_many_photos(world):
    made = make.a_case(world).handling_by(world.leader)
    outcome = posted(world.leader, made, "handle", note="已清走", photos=[photo() for _ in range(10)])
    assert "photos" in outcome.form.errors


def test_somebody_was_first_and_nothing_typed_is_lost(world):
    made = make.a_case(world).handling_by(world.leader)
    version = made.case.version
    made.did("interim", world.leader, text="明天来人")
    outcome = posted(world.leader, made, "interim", text="我写的进展", expected_version=version)
    assert not outcome.done
    assert outcome.form.non_field_errors()
    assert outcome.form["text"].value() == "我写的进展"


def test_whoever_does_not_see_the_case_gets_no_form(world):
    made = make.a_case(world)
    with pytest.raises(NotFound):
        cases.case_for(world.cleaner, id=made.id)
    with pytest.raises(NotFound):
        verb_form(request_of(world.worker), cases.case_for(world.worker, id=made.id), "no_such_verb")


def test_dispatch_offers_people_near_and_takes_the_other_list(world):
    made = make.a_case(world).accepted()
    form = verb_form(request_of(world.worker), cases.case_for(world.worker, id=made.id), "dispatch")
    keys = [key for key, _name in form.fields["assignee"].choices]
    assert world.leader_key in keys
    outcome = posted(world.worker, made, "dispatch", assignee="other", **{"assignee-other": world.leader_key})
    assert outcome.done
    assert made.case.assignee == world.leader_key


def test_a_key_that_was_not_offered_is_refused(world):
    made = make.a_case(world).accepted()
    outcome = posted(world.worker, made, "dispatch", assignee="u:99999")
    assert "assignee" in outcome.form.errors


def test_the_call_back_asks_whether_it_is_solved_once_somebody_was_reached(world):
    made = make.a_case(world).checked()
    assert "solved" in posted(world.street, made, "call_back", reached="yes").form.errors
    assert posted(world.street, made, "call_back", reached="no").done
    assert posted(world.street, made, "call_back", reached="yes", solved="yes", rating="5").done
    assert made.case.state == cases.State.CLOSED


def test_milestones_are_rows_of_name_and_day(world):
    made = make.a_case(world, kind_code="long").handling_by(world.leader)
    detail = cases.case_for(world.leader, id=made.id)
    planned = verb_form(request_of(world.leader), detail, "set_milestones").fields["milestones"].initial
    assert [row.name for row in planned] == ["摸清情况", "开会商量"]
    rows = {"milestones-name": ["摸清情况", ""], "milestones-due": [make.today_plus(7).isoformat(), ""]}
    assert posted(world.leader, made, "set_milestones", **rows).done
    assert [one.name for one in cases.case_for(world.leader, id=made.id).milestones] == ["摸清情况"]


@pytest.mark.parametrize("rows", [("摸清情况", ""), ("", "2026-12-01"), ("摸清情况", "下周")])
def test_half_a_milestone_is_refused(world, rows):
    made = make.a_case(world, kind_code="long").handling_by(world.leader)
    outcome = posted(world.leader, made, "set_milestones", **{"milestones-name": rows[0], "milestones-due": rows[1]})
    assert "milestones" in outcome.form.errors


def test_a_mediation_ends_with_an_agreement(world):
    made = make.a_case(world, kind_code="mediation", category_code="D01").handling_by(world.worker)
    assert "agreement" in posted(world.worker, made, "handle", note="谈妥了").form.errors
    agreement = {"agreement-written": "yes", "agreement-text": "每月十号前付清", "agreement-agreed_on": "2026-11-20"}
    assert posted(world.worker, made, "handle", note="谈妥了", **agreement).done
    kept = cases.case_for(world.worker, id=made.id).agreement
    assert kept is not None
    assert kept.agreed_on == date(2026, 11, 20)


def test_other_kinds_are_not_asked_for_an_agreement(world):
    made = make.a_case(world).handling_by(world.leader)
    form = verb_form(request_of(world.leader), cases.case_for(world.leader, id=made.id), "handle")
    assert "agreement" not in form.fields


def test_joining_to_another_by_its_number(world):
    lead, made = make.a_case(world), make.a_case(world)
    outcome = posted(world.worker, made, "merge", **{"into-typed": lead.case.number})
    assert outcome.done
    assert made.case.merged_into_id == lead.id


def test_joining_to_a_number_that_is_none(world):
    made = make.a_case(world)
    outcome = posted(world.worker, made, "merge", **{"into-typed": "2026-0101-9999"})
    assert "into" in outcome.form.errors
    assert outcome.form["into"].value() == "2026-0101-9999"


def test_a_resident_confirms_through_the_same_form(world):
    made = make.a_case(world).checked()
    view = cases.tracking_view(made.reporter, made.following_id or 0)
    data = QueryDict(mutable=True)
    data.update({"solved": "yes", "rating": "4", "words": "谢谢", "expected_version": view.version})
    outcome = perform_from_post(request_of(made.reporter, data.dict()), view, "confirm")
    assert outcome.done
    assert made.case.rating == 4
