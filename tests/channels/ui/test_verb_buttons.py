"""One filled button, a few beside it, the rest one tap away."""

from linli.channels.ui.verbbuttons import ELSEWHERE, ORDER, SHOWN, buttons
from linli.channels.ui.verbfields import BUILDERS
from linli.channels.ui.verbwords import LABELS
from linli.engines.cases import public as cases


def of(*verbs):
    return [cases.STEPS[verb] for verb in verbs]


def test_every_verb_of_the_table_has_its_place():
    assert {step.verb for step in cases.TABLE} == set(ORDER) | ELSEWHERE


def test_every_argument_of_the_table_has_a_field_and_words():
    asked = {argument for step in cases.TABLE for argument in (*step.needs, *step.takes)}
    assert asked == set(BUILDERS)
    assert asked <= set(LABELS)


def test_the_verb_a_person_came_for_is_the_only_filled_one():
    shown = buttons(of("decline", "interim", "take", "escalate", "supervise"), "dispatched")
    assert shown.first is not None
    assert shown.first.verb == "take"
    assert [one.verb for one in shown.beside] == ["decline", "interim", "escalate"]
    assert [one.verb for one in shown.more] == ["supervise"]
    assert not any(one.filled for one in (*shown.beside, *shown.more))
    assert len(shown.beside) == SHOWN


def test_sending_on_what_somebody_has_in_hand_is_never_the_filled_button():
    shown = buttons(of("dispatch", "interim"), "handling")
    assert shown.first is None
    assert "dispatch" in [one.verb for one in shown.beside]


def test_one_tap_is_enough_where_nothing_is_asked():
    shown = buttons(of("take"), "dispatched")
    assert shown.first is not None
    assert shown.first.one_tap


def test_verbs_of_sub_tasks_stand_with_their_task():
    assert not buttons(of("take_task", "finish_task"), "handling")
