"""The yearly report, and the community's answer."""

from datetime import datetime

from django.utils.translation import gettext as _

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from linli.kernel.given import fitting_text, needed_text
from linli.kernel.locks import write
from linli.programmes.registration.models import State, YearReport
from linli.programmes.registration.policies import locked
from linli.programmes.registration.verbs.record import record


def report_year(registration_id: int, *, year: int, text: str, by: Actor) -> YearReport:
    """Report on a year to the community. Again corrects it until it is confirmed.

    Raises: Invalid (a year to come, or before the registration), NotFound, NotAllowed, WrongState.
    """
    with write():
        row = locked(by, registration_id, as_own=True)
        if row.state == State.WAITING:
            raise WrongState(_("The community confirms your registration first."))
        if not clock.local(row.registered_at).year <= year <= clock.today().year:
            raise Invalid(fields={"year": _("Please choose a year since you registered.")})
        said = needed_text(text, field="text", longest=600)
        before = YearReport.objects.filter(registration=row, year=year).first()
        if before is not None and before.confirmed_at is not None:
            raise WrongState(_("The community has confirmed it already."))
        given = {"text": said, "reported_at": clock.now(), "reported_by_id": by.account_id}
        made, _fresh = YearReport.objects.update_or_create(registration=row, year=year, defaults=given)
        record(row, "report_year", by=by, year=year)
        return made


def confirm_year(report_id: int, *, by: Actor, answer: str = "", seen: datetime | None = None) -> YearReport:
    """Confirm a yearly report, by somebody who did not write it, perhaps with a word.

    `seen`: when the report that was read had been written; what was written anew since then is not confirmed unread.

    Raises: Invalid, NotFound, NotAllowed, WrongState.
    """
    with write():
        key = YearReport.objects.filter(pk=report_id).values_list("registration_id", flat=True).first()
        if key is None:
            raise NotFound
        row = locked(by, key, as_community=True)
        made = YearReport.objects.get(pk=report_id)
        if made.confirmed_at is not None:
            raise WrongState
        if by.account_id is not None and by.account_id in {made.reported_by_id, row.account_id}:
            raise NotAllowed(_("Somebody else confirms your own."))
        if seen is not None and seen != made.reported_at:
            raise WrongState(_("The report was written anew meanwhile. Please read it again."))
        made.answer = fitting_text(answer, field="answer", longest=300)
        made.confirmed_at, made.confirmed_by_id = clock.now(), by.account_id
        made.save(update_fields=["answer", "confirmed_at", "confirmed_by"])
        record(row, "confirm_year", by=by, year=made.year)
        return made
