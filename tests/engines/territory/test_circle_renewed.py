"""Reach stays that of today: what opens, moves or closes has it worked out anew, once, and nothing is missed."""

import pytest
from tests.factories import circle as make
from tests.factories.plans import a_lattice, place_of
from tests.factories.together import one_writer, together

from linli.engines.journal.models import Job
from linli.engines.territory import circle
from linli.engines.territory import public as territory
from linli.engines.territory.models import ReachStudy
from linli.engines.territory.verbs import studies
from linli.kernel import clock
from linli.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    make.the_kinds()
    return a_lattice()


def waiting() -> int:
    return ReachStudy.objects.filter(state="planning").count()


def work() -> None:
    for job in Job.objects.filter(state="waiting").order_by("pk"):
        make.journal.run_job(job.pk)


def inside(town) -> int:
    return next(one for one in circle.circle_of(SYSTEM, town.community.pk).needs if one.kind == "market").inside


def test_nothing_is_measured_where_nobody_asked_for_it(town):
    make.a_point()
    assert waiting() == 0


def test_a_point_that_opens_moves_and_closes_has_the_reach_measured_again(town):
    make.a_study(town)
    assert inside(town) == 0
    point = make.a_point()
    assert waiting() == 1
    work()
    reached = inside(town)
    assert reached > 0
    circle.change_service_point(point.pk, given=make.given(column=2, row=3), by=SYSTEM)
    work()
    assert inside(town) > reached
    circle.close_service_point(point.pk, by=SYSTEM)
    work()
    assert inside(town) == 0
    assert not circle.circle_of(SYSTEM, town.community.pk).study.stale


def test_other_words_of_a_point_change_no_reach(town):
    point = make.a_point()
    make.a_study(town)
    circle.change_service_point(point.pk, given=make.given(hours="7:00-19:00"), by=SYSTEM)
    assert waiting() == 0


def test_many_changes_are_measured_once(town):
    make.a_study(town)
    for number in range(4):
        make.a_point(f"{number}市场", number, number)
    assert waiting() == 1
    assert circle.being_measured(SYSTEM, town.community.path) == {town.community.pk}
    work()
    assert waiting() == 0
    assert not circle.circle_of(SYSTEM, town.community.pk).study.stale


def test_a_point_that_opens_while_it_is_measured_is_not_missed(town, monkeypatch):
    make.a_study(town)
    make.a_point()
    kept = studies.is_of_today

    def meanwhile(table, area):
        monkeypatch.setattr(studies, "is_of_today", kept)
        make.a_point("北市场", 4, 7)  # its verb sees the job at work and leaves it to that
        return kept(table, area)

    monkeypatch.setattr(studies, "is_of_today", meanwhile)
    work()
    assert waiting() == 1
    work()
    assert not circle.circle_of(SYSTEM, town.community.pk).study.stale


def test_far_points_do_not_matter(town):
    make.a_study(town)
    longitude, latitude = place_of(0, 0)
    assert studies.renew_studies([(longitude + 0.5, latitude)], path=town.community.path, by=SYSTEM) == 0


def test_a_new_house_makes_the_figures_old(town):
    make.a_study(town)
    longitude, latitude = place_of(0, 0)
    built = territory.NewBuilding(
        community_id=town.community.pk, estate_id=None, number="99", name="99号楼", longitude=longitude,
        latitude=latitude, floors=6, households=30, valid_from=clock.today(),
    )  # fmt: skip
    territory.add_buildings([built], by=SYSTEM)
    assert circle.circle_of(SYSTEM, town.community.pk).study.stale


def test_people_counted_anew_and_kinds_changed_have_everything_measured(town):
    make.a_study(town)
    make.older_people(town)
    assert waiting() == 1
    make.the_kinds()
    assert waiting() == 1
    make.the_kinds(minutes=10)
    assert waiting() == 2


@pytest.mark.django_db(transaction=True)
@one_writer
def test_two_points_at_once_ask_once(town):
    make.a_study(town)
    together(lambda: make.a_point("甲市场", 0, 0), lambda: make.a_point("乙市场", 3, 3))
    assert waiting() == 1
