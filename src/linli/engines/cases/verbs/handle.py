"""Say that it is done, with proof."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from linli.engines.cases.classes import kind_of
from linli.engines.cases.models import Agreement, Case
from linli.engines.cases.photos import attach
from linli.engines.cases.verbs.arguments import needed
from linli.engines.cases.verbs.turn import begin, finish
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.crypto import seal
from linli.kernel.errors import Invalid
from linli.kernel.locks import write

COURT_DAYS = 30  # both parties may ask a court to confirm within 30 days (People's Mediation Law, art. 33)


@dataclass(frozen=True, slots=True)
class AgreementInput:
    """What two parties agreed to in a mediation: on paper, or by word of mouth and written down (art. 28)."""

    written: bool
    text: str
    agreed_on: date


def handle(
    case_id: int | Case,
    *,
    by: Actor,
    note: str,
    photos: Sequence[str] = (),
    agreement: AgreementInput | None = None,
    expected_version: int | None = None,
) -> Case:
    """Say that the work is done, with a note and photos; a mediation with the agreement.

    Open parts and milestones come first.
    """
    said = needed("note", note)
    with write():
        turn = begin("handle", case_id, by=by, expected_version=expected_version)
        _require_parts_done(turn.case)
        if kind_of(turn.case).needs_agreement:
            _keep_agreement(turn.case, agreement)
        count = attach(photos, turn.case, stage="proof", by=by)
        turn.change(handled_by_id=by.account_id, handled_at=clock.now(), checked_by_id=None)
        return finish(turn, data={"text": said, "photos": count, "name": turn.case.assignee_name})


def _require_parts_done(case: Case) -> None:
    if case.open_tasks:
        raise Invalid(
            _("A helper is still at work on a part. Wait for it, or say that it is not needed any more."),
            code="tasks_open",
        )
    if case.milestones_left:
        raise Invalid(_("Not all milestones are reached. Mark them, or change the plan."), code="milestones_open")


def _keep_agreement(case: Case, agreement: AgreementInput | None) -> None:
    if agreement is None:
        raise Invalid(
            fields={
                "agreement": _("A mediation ends with what was agreed. If nothing was agreed, propose to close it.")
            },
            code="agreement_needed",
        )
    text = needed("agreement", agreement.text)
    if agreement.agreed_on > clock.today():
        raise Invalid(fields={"agreement": _("The day of the agreement lies in the future.")})
    Agreement.objects.update_or_create(
        case=case,
        defaults={
            "written": agreement.written,
            "text": seal(text, purpose="agreement.text"),
            "agreed_on": agreement.agreed_on,
            "court_confirmation_until": agreement.agreed_on + timedelta(days=COURT_DAYS),
        },
    )
