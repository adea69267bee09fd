"""Hot issues in the product: fed by what comes in, kept, seen by those whose area it is, grounds for a theme."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.factories import access as people
from tests.factories.cases import Made, World, a_case, a_place
from tests.factories.hot import LIFT, OTHERS, PLANT

from linli.engines.cases import public as cases
from linli.engines.cases.alike import keys
from linli.engines.cases.hot import keeping
from linli.engines.cases.models import HotIssue, HotMember, HotWaiting, Trace
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import NotAllowed, NotFound, WrongState


def reported(world: World, *texts: str, **more: object) -> list[Made]:
    return [a_case(world, text=text, **more) for text in texts]  # type: ignore[arg-type]


def issues() -> list[cases.HotRow]:
    """All that were founded, also those of two cases, which no list shows yet."""
    found = HotIssue.objects.filter(merged_into=None).order_by("-heat", "id")
    return [cases.hot_issue(SYSTEM, one.pk).row for one in found]


def members(issue_id: int) -> set[int]:
    return set(HotMember.objects.filter(issue_id=issue_id).values_list("case_id", flat=True))


def test_cases_that_come_in_found_an_issue_and_others_stay_alone(world: World) -> None:
    plant, others = reported(world, *PLANT[:3]), reported(world, *OTHERS)
    assert cases.gather_new() == 6
    (found,) = issues()
    assert members(found.id) == {one.id for one in plant}
    assert "搅拌站" in found.title
    assert (found.cases, found.open_cases, found.people) == (3, 3, 3)
    assert set(HotWaiting.objects.values_list("pk", flat=True)) == {one.id for one in others}
    assert not Trace.objects.filter(key=keys.QUEUE).exists()


def test_a_later_case_joins_what_is_kept_and_nothing_starts_over(world: World) -> None:
    reported(world, PLANT[0], OTHERS[0])
    cases.gather_new()
    assert issues() == []
    keeping._kept.clear()  # another process goes on
    second = reported(world, PLANT[1])
    cases.gather_new()
    (before,) = issues()
    keeping._kept.clear()
    third = reported(world, PLANT[2])
    assert cases.gather_new() == 1
    (after,) = issues()
    assert (after.id, after.cases) == (before.id, 3)
    assert {second[0].id, third[0].id} < members(after.id)
    assert cases.gather_new() == 0


def test_gathering_case_by_case_comes_to_the_same_as_all_at_once(world: World) -> None:
    texts = (PLANT[0], LIFT[0], OTHERS[0], PLANT[1], LIFT[1], PLANT[2], OTHERS[1], PLANT[3])
    made = reported(world, *texts)
    cases.gather_new()
    at_once = {frozenset(members(one.id)) for one in issues()}
    for model in (HotMember, HotWaiting, HotIssue):
        model.objects.all().delete()
    keeping.HotState.objects.all().delete()
    for one in made:
        Trace.objects.create(key=keys.QUEUE, day=1, case_id=one.id)
        keeping._kept.clear()
        cases.gather_new()
    assert {frozenset(members(one.id)) for one in issues()} == at_once
    assert len(at_once) == 2


def test_a_failure_on_the_way_loses_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    reported(world, *PLANT[:2])
    with monkeypatch.context() as broken:
        broken.setattr(keeping, "count_again", lambda _numbers: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            cases.gather_new()
    assert not HotIssue.objects.exists()
    cases.gather_new()
    assert len(issues()) == 1


def test_private_matters_never_become_an_issue(world: World) -> None:
    reported(world, *PLANT[:3], kind_code="mediation", category_code="D01")
    assert cases.gather_new() == 3
    assert not HotIssue.objects.exists()
    assert not HotWaiting.objects.exists()


def test_a_joined_neighbour_is_one_of_the_people_and_a_merged_case_counts_once(world: World) -> None:
    first, second = reported(world, *PLANT[:2])
    first.accepted().followed(name="李叔")
    second.accepted().did("merge", world.worker, into=first.id)
    cases.gather_new()
    cases.tidy_hot()
    assert issues()[0].people == 3


def test_an_issue_cools_when_nobody_writes_any_more(world: World) -> None:
    reported(world, *PLANT[:4])
    cases.gather_new()
    warm = issues()[0]
    later = clock.now() + timedelta(days=180)
    cases.tidy_hot(later)
    cold = HotIssue.objects.get(pk=warm.id)
    assert cold.recency == pytest.approx(0.5, abs=0.01)
    assert cold.heat / 10 < warm.heat
    cases.tidy_hot(later + timedelta(days=365))
    assert not HotIssue.objects.exists()
    assert not HotMember.objects.exists()


def test_two_issues_that_prove_to_be_one_are_united_and_the_old_address_leads_on(world: World) -> None:
    reported(world, *PLANT[:2])
    cases.gather_new()
    (first,) = issues()
    row = HotIssue.objects.get(pk=first.id)
    HotIssue.objects.create(
        id=99, title="x", path=row.path, first_at=row.first_at, last_at=row.last_at, profile=row.profile,
        longitude=row.longitude, latitude=row.latitude,
    )  # fmt: skip
    state = keeping.HotState.objects.get()
    state.last_issue, state.version = 99, "read me again"
    state.save()
    cases.tidy_hot()
    gone = HotIssue.objects.exclude(merged_into=None).get()
    (left,) = issues()
    assert gone.merged_into_id == left.id
    assert cases.hot_issue(SYSTEM, gone.pk).row.id == left.id
    assert left.cases == 2


def test_only_those_whose_area_holds_all_of_it_see_it(world: World) -> None:
    reported(world, *PLANT[:3])
    cases.gather_new()
    (found,) = issues()
    for viewer in (world.worker, world.street, world.county):
        assert [one.id for one in cases.hot_issues(viewer).items] == [found.id]
    for viewer in (world.other_worker, world.leader, world.handler, world.resident, people.a_visitor()):
        assert cases.hot_issues(viewer).items == []
        with pytest.raises(NotFound):
            cases.hot_issue(viewer, found.id)


def test_it_opens_to_its_cases_and_its_weeks(world: World) -> None:
    made = reported(world, *PLANT[:2])
    with clock.at(clock.now() + timedelta(days=15)):
        made += reported(world, PLANT[2])
        cases.gather_new()
    (found,) = issues()
    page = cases.search(world.worker, "", cases.CaseFilter(hot_id=found.id))
    assert {row.id for row in page.items} == {one.id for one in made}
    assert cases.hot_issue(world.worker, found.id).weeks[0].cases == 2
    assert sum(one.cases for one in cases.hot_issue(world.worker, found.id).weeks) == 3


def test_a_theme_is_founded_from_it_and_takes_what_comes_later(world: World) -> None:
    made = reported(world, *PLANT[:2])
    for one in made:
        one.accepted()
    cases.gather_new()
    (found,) = issues()
    theme, hung = cases.theme_from_hot(found.id, by=world.worker)
    assert hung == 2
    assert theme.title == found.title
    assert {one.case.theme_id for one in made} == {theme.pk}
    with pytest.raises(WrongState):
        cases.theme_from_hot(found.id, by=world.worker)
    later = reported(world, PLANT[2])[0].accepted()
    cases.gather_new()
    assert cases.hot_issue(world.worker, found.id).loose == 1
    assert cases.theme_from_hot(found.id, by=world.worker) == (theme, 1)
    assert later.case.theme_id == theme.pk


def test_strangers_cannot_found_a_theme(world: World) -> None:
    reported(world, *PLANT[:2])
    cases.gather_new()
    for viewer in (world.other_worker, world.leader, people.a_visitor()):
        with pytest.raises((NotFound, NotAllowed)):
            cases.theme_from_hot(issues()[0].id, by=viewer)


def test_the_list_costs_three_queries(world: World, django_assert_max_num_queries) -> None:
    reported(world, *PLANT, *LIFT)
    cases.gather_new()
    assert len(issues()) == 2
    cases.hot_issues(world.worker)
    with django_assert_max_num_queries(3):
        assert len(cases.hot_issues(world.worker).items) == 1  # two people are not several


def test_the_same_sentence_about_two_places_stays_two_matters(world: World) -> None:
    for grid in (0, 1):
        reported(world, *[PLANT[2]] * 3, location=replace(a_place(world, grid), place=f"第{'一二'[grid]}小区"))
    cases.gather_new()
    assert [(one.cases, one.place) for one in issues()] == [(3, "第一小区"), (3, "第二小区")]


def test_what_the_desk_joined_belongs_together_whatever_its_words(world: World) -> None:
    first, second, third = reported(world, PLANT[0], PLANT[1], "又响了一夜，谁来管管。")
    third.accepted().did("merge", world.worker, into=first.accepted().id)
    cases.gather_new()
    assert third.id not in members(issues()[0].id)
    cases.tidy_hot()
    assert members(issues()[0].id) == {first.id, second.id, third.id}
