"""A root cause on which many cases hang, and a message to all who wait when it is gone."""

from datetime import date

import pytest
from tests.factories import access as people
from tests.factories.cases import World, a_case

from linli.engines.cases import public as cases
from linli.engines.cases.models import Theme
from linli.engines.journal import public as journal
from linli.engines.journal.models import Message
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState


def a_theme(world: World, by: Actor | None = None, **more: object) -> Theme:
    given = {"title": "老楼没有物业", "area_id": world.land.street.pk, "cause": "没有人收费", "plan": "引入物业"}
    return cases.open_theme(by=by or world.street, **{**given, **more})  # type: ignore[arg-type]


def test_a_theme_counts_what_hangs_on_it(world: World) -> None:
    theme = a_theme(world)
    one, two = a_case(world).accepted(), a_case(world).closed()
    one.followed(name="李叔")
    for made in (one, two):
        made.did("link_theme", world.street, theme_id=theme.pk)
    a_case(world)
    row = cases.theme(world.worker, theme.pk)
    assert (row.cases, row.open_cases, row.people) == (2, 1, 3)
    assert {found.id for found in cases.search(world.street, "", cases.CaseFilter(theme_id=theme.pk)).items} == {
        one.id,
        two.id,
    }


def test_everybody_who_waits_is_told_when_the_cause_is_gone(world: World) -> None:
    theme, made = a_theme(world), a_case(world).accepted()
    joined = made.followed(name="李叔")
    made.did("link_theme", world.street, theme_id=theme.pk)
    other = a_case(world)
    done = cases.resolve_theme(theme.pk, result="物业已进驻，收费 0.6 元", by=world.street)
    assert done.resolved_at is not None
    journal.deliver_due(limit=1000)
    journal.deliver_due(limit=1000)
    told = Message.objects.filter(topic="resident.theme")
    assert {message.recipient for message in told} == {f"f:{made.following_id}", f"f:{joined.following_id}"}
    assert told[0].title == "根源已解决：老楼没有物业"
    assert "物业已进驻" in told[0].body
    assert f"f:{other.following_id}" not in {message.recipient for message in told}
    assert made.case.state == "accepted"  # the case itself goes on to its own end


def test_a_theme_is_changed_until_it_is_resolved(world: World) -> None:
    theme = a_theme(world)
    changed = cases.change_theme(theme.pk, plan="先自管，再引入物业", due_on=date(2027, 1, 1), by=world.street)
    assert (changed.plan, changed.cause, changed.due_on) == ("先自管，再引入物业", "没有人收费", date(2027, 1, 1))
    assert cases.change_theme(theme.pk, clear=("due_on",), by=world.street).due_on is None
    with pytest.raises(Invalid):
        cases.resolve_theme(theme.pk, result="  ", by=world.street)
    cases.resolve_theme(theme.pk, result="好了", by=world.street)
    with pytest.raises(WrongState):
        cases.resolve_theme(theme.pk, result="又好了", by=world.street)
    with pytest.raises(WrongState):
        cases.change_theme(theme.pk, plan="晚了", by=world.street)


def test_who_leads_a_theme(world: World) -> None:
    theme = a_theme(world)
    for actor in (world.leader, world.worker, world.handler):
        with pytest.raises(NotAllowed):
            cases.change_theme(theme.pk, plan="我来", by=actor)
        with pytest.raises(NotAllowed):
            a_theme(world, actor)
    with pytest.raises(NotFound):
        cases.change_theme(theme.pk, plan="我来", by=people.a_resident())
    own = a_theme(world, world.worker, area_id=world.land.communities[0].pk)
    with pytest.raises(NotFound):
        cases.resolve_theme(own.pk, result="好了", by=world.other_worker)


def test_themes_show_to_those_of_the_place_and_above(world: World) -> None:
    wide, own = a_theme(world), a_theme(world, world.worker, area_id=world.land.communities[0].pk, title="本社区")
    assert [row.id for row in cases.themes(world.worker)] == [wide.pk, own.pk]
    assert [row.id for row in cases.themes(world.other_worker)] == [wide.pk]
    assert cases.themes(people.a_resident()) == []
    with pytest.raises(NotFound):
        cases.theme(world.other_worker, own.pk)
    cases.resolve_theme(wide.pk, result="好了", by=world.street)
    assert [row.id for row in cases.themes(world.worker)] == [own.pk, wide.pk]
    assert [row.id for row in cases.themes(world.worker, resolved=False)] == [own.pk]


@pytest.mark.parametrize("title", ["", " ", "长" * 81])
def test_a_theme_has_a_title(world: World, title: str) -> None:
    with pytest.raises(Invalid):
        a_theme(world, title=title)
