"""The states and steps of needs, resources and projects."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Category(models.TextChoices):
    """What a need asks for and a resource gives. The same words on both sides, so that they can meet."""

    CHILDREN = "children", _("Children and tutoring")
    ELDERS = "elders", _("Older people")
    HEALTH = "health", _("Health")
    SKILLS = "skills", _("Skills and work")
    LAW = "law", _("Law and mediation")
    CULTURE = "culture", _("Culture and sports")
    PLACE = "place", _("Rooms and places")
    ESTATE = "estate", _("Building and surroundings")
    HARDSHIP = "hardship", _("Help in hardship")
    OTHER = "other", pgettext_lazy("kind of need", "Other")


class Given(models.TextChoices):
    """What sort of resource it is."""

    UNIT = "unit", _("A unit's people and skills")
    VOLUNTEERS = "volunteers", _("Volunteers")
    VENUE = "venue", _("A room or place")
    MONEY = "money", _("Money")
    GOODS = "goods", _("Goods")


class NeedState(models.TextChoices):
    """Where a need stands."""

    SAID = "said", pgettext_lazy("state of a need", "heard, to be looked at")
    LISTED = "listed", pgettext_lazy("state of a need", "on the list")
    PLANNED = "planned", pgettext_lazy("state of a need", "a project works on it")
    MET = "met", pgettext_lazy("state of a need", "met")
    REFUSED = "refused", pgettext_lazy("state of a need", "not taken on")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a need", "taken back")


class ResourceState(models.TextChoices):
    """Where a resource stands."""

    OFFERED = "offered", pgettext_lazy("state of a resource", "offered, to be looked at")
    LISTED = "listed", pgettext_lazy("state of a resource", "on the list")
    REFUSED = "refused", pgettext_lazy("state of a resource", "not taken on")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a resource", "withdrawn")


class ProjectState(models.TextChoices):
    """Where a project stands."""

    DRAFT = "draft", pgettext_lazy("state of a project", "being prepared")
    RUNNING = "running", pgettext_lazy("state of a project", "running")
    DONE = "done", pgettext_lazy("state of a project", "done")
    STOPPED = "stopped", pgettext_lazy("state of a project", "stopped")


ENDED = (NeedState.MET, NeedState.REFUSED, NeedState.WITHDRAWN)
PUBLIC_NEEDS = (NeedState.LISTED, NeedState.PLANNED, NeedState.MET)
PUBLIC_PROJECTS = (ProjectState.RUNNING, ProjectState.DONE)
COMMUNITY, ASKER, GIVER, LEAD = "community", "asker", "giver", "lead"


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a table: verb, words on the button, words in the history, states before, state after, who."""

    verb: str
    label: str | Promise
    said: str | Promise
    before: tuple[str, ...]
    after: str
    who: tuple[str, ...]


N, R, P = NeedState, ResourceState, ProjectState
NEED_STEPS: dict[str, Step] = {
    step.verb: step
    for step in (
        Step("list", _("Put it on the list"), _("On the list of needs"), (N.SAID, N.LISTED), N.LISTED, (COMMUNITY,)),
        Step(
            "refuse", pgettext_lazy("a need", "Not for the list"), _("Not taken on"), (N.SAID, N.LISTED), N.REFUSED,
            (COMMUNITY,),
        ),
        Step(
            "withdraw", pgettext_lazy("a need", "Take it back"), _("Taken back"), (N.SAID, N.LISTED), N.WITHDRAWN,
            (ASKER, COMMUNITY),
        ),
    )
}
RESOURCE_STEPS: dict[str, Step] = {
    step.verb: step
    for step in (
        Step("accept", _("Put it on the list"), _("On the list of resources"), (R.OFFERED,), R.LISTED, (COMMUNITY,)),
        Step(
            "decline", pgettext_lazy("a resource", "Not for the list"), _("Not taken on"), (R.OFFERED,), R.REFUSED,
            (COMMUNITY,),
        ),
        Step(
            "resize", _("Change how much"), _("Changed how much can be given"), (R.LISTED,), R.LISTED,
            (GIVER, COMMUNITY),
        ),
        Step("retire", _("Withdraw it"), _("Withdrawn"), (R.OFFERED, R.LISTED), R.WITHDRAWN, (GIVER, COMMUNITY)),
    )
}
PROJECT_STEPS: dict[str, Step] = {
    step.verb: step
    for step in (
        Step("start", _("Start it"), _("Started"), (P.DRAFT,), P.RUNNING, (COMMUNITY,)),
        Step("reach", _("A step is done"), _("A step is done"), (P.RUNNING,), P.RUNNING, (LEAD, COMMUNITY)),
        Step("pay", _("Record money paid"), _("Money paid"), (P.RUNNING,), P.RUNNING, (COMMUNITY,)),
        Step(
            "release", _("A resource leaves"), _("A resource left"), (P.DRAFT, P.RUNNING), P.RUNNING,
            (COMMUNITY,),
        ),
        Step("finish", _("It is done: report back"), _("Done and reported back"), (P.RUNNING,), P.DONE, (COMMUNITY,)),
        Step("stop", _("Stop it"), _("Stopped"), (P.DRAFT, P.RUNNING), P.STOPPED, (COMMUNITY,)),
    )
}
FIRST_WORDS = {
    "say": _("Said"), "offer": _("Offered"), "make": _("Prepared"), "plan": _("A project works on it"),
    "drop": _("On the list again: the project stopped"), "meet": _("Met"), "begin": _("The project has started"),
}
