"""What is made ready before a start: tables, as migrations say."""

from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from linli.channels.cli import prepare


def _model(name, **fields):
    return ModelState("streets", name, [("id", models.BigAutoField(primary_key=True)), *fields.items()])


def _state():
    state = ProjectState()
    state.add_model(_model("Road"))
    assert state.apps.get_model("streets", "Road")
    return state


def _added(state):
    state.add_model(_model("Lamp", road=models.ForeignKey("streets.Road", models.CASCADE, related_name="lamps")))
    return state.apps


def test_a_migrations_new_model_is_made_alone_and_hangs_together_with_the_others():
    state = _state()
    road = state.apps.get_model("streets", "Road")
    with prepare._new_models_alone():
        apps = _added(state)
    lamp = apps.get_model("streets", "Lamp")
    assert apps.get_model("streets", "Road") is road
    assert lamp._meta.get_field("road").related_model is road
    assert [one.related_model for one in road._meta.related_objects] == [lamp]


def test_afterwards_migrations_make_models_as_django_does():
    with prepare._new_models_alone():
        pass
    state = _state()
    road = state.apps.get_model("streets", "Road")
    assert _added(state).get_model("streets", "Road") is not road
