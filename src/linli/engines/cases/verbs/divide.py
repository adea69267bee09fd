"""Make a second case of the second matter in one report. The first keeps all its words: history is never edited."""

from linli.engines.cases.followings import Reporter, opened
from linli.engines.cases.models import Case, Following
from linli.engines.cases.verbs.arguments import needed
from linli.engines.cases.verbs.open_case import open_case
from linli.engines.cases.verbs.turn import begin, finish
from linli.engines.territory import public as territory
from linli.kernel.actor import Actor
from linli.kernel.locks import write


def divide(
    case_id: int | Case, *, by: Actor, text: str, category: str | None = None, expected_version: int | None = None
) -> Case:
    """Open a second case with the words of the second matter, at the same place and for the same person.

    Its clocks run from now; it begins where the first stands, at the desk. Raises: Invalid, NotFound, NotAllowed,
    WrongState.
    """
    said = needed("text", text)
    with write():
        turn = begin("divide", case_id, by=by, expected_version=expected_version)
        case = turn.case
        second = open_case(
            by=by, text=said, origin=case.origin, kind_code=case.kind.code, category_code=category or None,
            location=_place_of(case), reporter=_person_of(case), said_at=case.submitted_at,
            accepted=case.state == "accepted",
        ).case  # fmt: skip
        return finish(turn, data={"number": second.number, "second_id": second.pk, "category": category or ""})


def _place_of(case: Case) -> territory.Location:
    return territory.Location(
        area=territory.area(case.area_id), building_id=case.building_id, place=case.place, inside=True, how="point",
        longitude=case.longitude, latitude=case.latitude,
    )  # fmt: skip


def _person_of(case: Case) -> Reporter | None:
    """Return who asked, to wait for the second matter too; what is sealed is sealed again, nobody looks at it."""
    asked = Following.objects.filter(case=case, reporter=True, left_at__isnull=True).first()
    if asked is None:
        return None
    sealed = {name: opened(name, getattr(asked, name)) for name in ("name", "phone", "email", "home")}
    return Reporter(
        **sealed, account_id=asked.account_id, helper_account_id=asked.helper_id, helper_name=asked.helper_name
    )
