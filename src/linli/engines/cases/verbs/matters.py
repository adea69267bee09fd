"""Admission of matters: apply, ask the communities, write down what they say, decide."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.engines.cases.matters import APPLIES, DECIDES, SPEAKS, UNDECIDED
from linli.engines.cases.models import Application, Case, Category, Matter
from linli.engines.cases.policies import Standing
from linli.engines.cases.taxonomy import TAXONOMY, touch
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotAllowed, NotFound, Text, WrongState
from linli.kernel.locks import locked_one, write

TITLE_LENGTH = 80


def apply_for_admission(
    *,
    title: str,
    parties: str,
    reason: str,
    period_from: date,
    period_to: date,
    by: Actor,
    area_id: int | None = None,
    case_id: int | None = None,
    category_code: str = "",
    money_fen: int = 0,
    people: int = 0,
) -> Application:
    """Ask that a matter which is on no list may be put on the communities of an area.

    Raises: Invalid, NotFound, NotAllowed.
    """
    with write():
        case = _case(case_id, by)
        area = territory.area(area_id or (case.area_id if case else 0))
        _require(by, APPLIES, area.path)
        _check_words(title=title, parties=parties, reason=reason)
        _check_numbers(money_fen=money_fen, people=people, period=(period_from, period_to))
        category = _category(category_code, case)
        row = Application.objects.create(
            case=case,
            title=title.strip(),
            category=category,
            parties=parties.strip(),
            reason=reason.strip(),
            money_fen=money_fen,
            people=people,
            period_from=period_from,
            period_to=period_to,
            area_id=area.id,
            path=area.path,
            asked_by_id=_account(by),
            asked_at=clock.now(),
        )
        _record(row, "applied", by, {"title": row.title, "case": case_id})
        return row


def ask_opinion(application_id: int, *, by: Actor) -> Application:
    """Put an application before the communities. Raises: NotFound, NotAllowed, WrongState."""
    with write():
        row = _locked(application_id, by, (Application.State.DRAFT,))
        _require(by, (*APPLIES, *DECIDES), row.path)
        row.state = Application.State.OPINION
        row.save(update_fields=["state"])
        _record(row, "opinion_asked", by, {})
        return row


def give_opinion(application_id: int, *, text: str, by: Actor) -> Application:
    """Write down what a community says. Raises: NotFound, NotAllowed, WrongState, Invalid."""
    with write():
        row = _locked(application_id, by, (Application.State.OPINION,))
        if not _concerned(by, row.path):
            raise NotAllowed
        words = _words(text, "text")
        row.opinion = "\n".join(filter(None, [row.opinion, f"{by.name}：{words}"]))
        row.save(update_fields=["opinion"])
        _record(row, "opinion_given", by, {"text": words})
        return row


def decide_application(
    application_id: int,
    *,
    listed: bool,
    text: str,
    by: Actor,
    basis: str = "",
    office: str = "",
    fee_owner: str = "",
    list_kind: str = Matter.ListKind.DELEGATED,
    code: str = "",
    valid_to: date | None = None,
) -> Application:
    """Admit a matter to a list for the period asked for, or refuse it with a text. Never by the one who asked.

    A listed matter can be cited by the dispatch of the case from then on.
    Raises: NotFound, NotAllowed, WrongState, Invalid.
    """
    with write():
        row = _locked(application_id, by, (Application.State.OPINION,))
        _require(by, DECIDES, row.path)
        if by.account_id == row.asked_by_id:
            raise NotAllowed(_("Who asks for an admission does not decide on it. A second person does."))
        if not row.opinion:
            raise WrongState(_("The communities have not said yet what they think. Write it down first."))
        row.decision, row.decided_by_id, row.decided_at = _words(text, "text"), _account(by), clock.now()
        row.state = Application.State.LISTED if listed else Application.State.REFUSED
        if listed:
            named = (basis, office, fee_owner)
            row.matter = _admit(row, list_kind=list_kind, code=code, named=named, valid_to=valid_to)
        row.save(update_fields=["decision", "decided_by", "decided_at", "state", "matter"])
        outcome = {"text": row.decision, "matter": row.matter.code if row.matter else ""}
        _record(row, "listed" if listed else "refused", by, outcome)
        return row


def _admit(row: Application, *, list_kind: str, code: str, named: Sequence[str], valid_to: date | None) -> Matter:
    if list_kind not in Matter.ListKind.values:
        raise Invalid(fields={"list_kind": _("There is no such list.")})
    code = code.strip() or f"A{clock.today():%Y}-{row.pk:04d}"
    if Matter.objects.filter(code=code).exists():
        raise Invalid(fields={"code": _("Another matter has this number.")})
    basis, office, fee_owner = (part.strip() for part in named)
    matter = Matter.objects.create(
        code=code,
        list_kind=list_kind,
        title=row.title,
        basis=basis or row.decision[:160],
        office=office,
        fee_owner=fee_owner,
        valid_from=min(row.period_from, clock.today()),
        valid_to=valid_to or row.period_to,
    )
    if row.category:
        matter.categories.add(row.category)
    touch(TAXONOMY)
    return matter


def _case(case_id: int | None, by: Actor) -> Case | None:
    if case_id is None:
        return None
    case = Case.objects.filter(pk=case_id).first()
    if case is None or not Standing(by, case).sees:
        raise NotFound
    return case


def _category(code: str, case: Case | None) -> Category | None:
    if not code:
        return case.category if case else None
    found = Category.objects.filter(code=code).first()
    if found is None:
        raise Invalid(fields={"category_code": _("There is no such class.")})
    return found


def _check_words(**words: str) -> None:
    fields: dict[str, Text] = {name: _("Please fill this in.") for name, value in words.items() if not value.strip()}
    if len(words["title"].strip()) > TITLE_LENGTH:
        fields["title"] = _("At most 80 characters, please.")
    if fields:
        raise Invalid(fields=fields)


def _check_numbers(*, money_fen: int, people: int, period: tuple[date, date]) -> None:
    fields: dict[str, Text] = {}
    if money_fen < 0:
        fields["money_fen"] = _("This cannot be below zero.")
    if not 0 <= people <= 32767:
        fields["people"] = _("This number of people is not possible.")
    if period[1] < period[0]:
        fields["period_to"] = _("The last day comes before the first.")
    if fields:
        raise Invalid(fields=fields)


def _words(text: str, field: str) -> str:
    if not text.strip():
        raise Invalid(fields={field: _("Please fill this in.")})
    return text.strip()


def _locked(application_id: int, by: Actor, states: tuple[str, ...]) -> Application:
    row = locked_one(Application.objects.filter(pk=application_id))
    if not (_concerned(by, row.path) or any(by.has(role, row.path) for role in (*APPLIES, *DECIDES))):
        raise NotFound
    if row.state not in states:
        message = None if row.state in UNDECIDED else _("This has been decided already.")
        raise WrongState(message, state=row.state)
    return row


def _concerned(by: Actor, path: str) -> bool:
    """Say whether the actor speaks for a place the application would touch."""
    places = (grant.path for grant in by.grants if grant.role in SPEAKS)
    return any(place.startswith(path) or path.startswith(place) for place in places)


def _require(by: Actor, roles: Sequence[str], path: str) -> None:
    if not any(by.has(role, path) for role in roles):
        raise NotAllowed


def _account(by: Actor) -> int:
    if by.account_id is None:
        raise NotAllowed
    return by.account_id


def _record(row: Application, kind: str, by: Actor, data: Mapping[str, Any]) -> None:
    journal.record(kind=f"application.{kind}", stream=f"application:{row.pk}", by=by, path=row.path, data=dict(data))
