"""Certificates of service: free, true, on request (Volunteer Service Regulations 19; Civil Affairs Order 67)."""

import base64
import json
from typing import Any

from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from linli.engines.journal import public as journal
from linli.engines.ledger import public as ledger
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.crypto import keyed_hash, seal, unseal
from linli.kernel.errors import Invalid, NotFound, WrongState
from linli.kernel.locks import lock_names, locked_row, write
from linli.programmes.volunteers import accounts, personal
from linli.programmes.volunteers.models import Certificate, Service, Volunteer
from linli.programmes.volunteers.policies import require_organiser, require_self_or
from linli.programmes.volunteers.rules import limits, stars_for
from linli.programmes.volunteers.verbs.common import locked_volunteer, note

JOB = "volunteers.certificate"
CONTENT, PDF = "certificate.content", "certificate.pdf"
LISTED = 24             # services named one by one; the earlier ones are summed up


def ask_certificate(*, by: Actor, volunteer_id: int | None = None) -> Certificate:
    """Issue a certificate over all confirmed service, and have it printed in the background.

    Raises: NotFound, WrongState (nothing to certify yet).
    """
    with write():
        volunteer = locked_volunteer(by, volunteer_id)
        require_self_or(by, volunteer)
        content = _content(volunteer)
        if not content["minutes"]:
            raise WrongState(_("There is no confirmed service yet."))
        row = Certificate(
            number=_next_number(), volunteer=volunteer, path=volunteer.path, issued_at=clock.now(),
            issued_by_id=by.account_id,
        )
        content |= {"number": row.number, "issued_on": clock.today().isoformat()}
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        row.content, row.check_code = seal(text, purpose=CONTENT), check_code(text)
        row.save()
        job = journal.start_job(
            kind=JOB, path=volunteer.path, payload={"certificate": row.pk}, by=by, title=_("Certificate of service")
        )
        row.job_id = job.id
        row.save(update_fields=["job_id"])
        note("certificate_issued", volunteer, by, certificate=row.number)
    return row


def check_code(text: str) -> str:
    """Return the 16 signs printed beside the number: nobody without the key can make them for another content."""
    return keyed_hash(text, purpose="certificate.check")[:16].upper()


def _next_number() -> str:
    lock_names(["certificate.number"])
    start = f"C-{clock.today().year}-"
    last = Certificate.objects.filter(number__startswith=start).aggregate(last=Max("number"))["last"]
    return f"{start}{int(last.rsplit('-', 1)[1]) + 1 if last else 1:06d}"


def _content(volunteer: Volunteer) -> dict[str, Any]:
    """Gather exactly what is printed: the items of Civil Affairs document 2015 No. 149, the document number masked."""
    services = Service.objects.filter(volunteer=volunteer, state=Service.State.CONFIRMED)
    rows = list(services.select_related("activity").order_by("-starts")[:LISTED])
    older = services.filter(starts__lt=rows[-1].starts).aggregate(total=Sum("minutes"))["total"] if rows else 0
    at_activities = services.aggregate(total=Sum("minutes"))["total"] or 0
    owner = accounts.owner_of(volunteer.pk)
    minutes = ledger.balances(accounts.HOURS.code, [owner])[owner]
    community = territory.ancestors(volunteer.path)[-1]
    contact = territory.contact_of(community.id)
    return {
        "name": personal.opened(volunteer, "name"), "volunteer": volunteer.number,
        "document": masked(personal.opened(volunteer, "identity")), "minutes": minutes,
        "stars": stars_for(minutes, limits().star_hours), "back_entries": services.filter(how="back").count(),
        "services": [
            {
                "day": clock.local(one.starts).date().isoformat(), "title": one.activity.title,
                "place": one.activity.place, "minutes": one.minutes, "back": one.how == "back",
            }
            for one in rows
        ],
        "older_minutes": older or 0, "order_minutes": minutes - at_activities,
        "issuer": community.name, "phone": contact.phone if contact else "",
        "handler": contact.public_name if contact else "",
    }


def masked(document: str) -> str:
    """Return a document number with all but its ends starred out."""
    return f"{document[:3]}{'*' * (len(document) - 5)}{document[-2:]}" if len(document) > 6 else ""


def keep_pdf(certificate_id: int, pdf: bytes) -> None:
    """Keep a printed certificate, sealed. Printed again it is replaced."""
    with write():
        row = locked_row(Certificate, certificate_id)
        if row.content:
            row.pdf = seal(base64.b64encode(pdf).decode(), purpose=PDF)
            row.save(update_fields=["pdf"])


def content_of(row: Certificate) -> dict[str, Any]:
    """Return what is printed on a certificate; empty when it was erased."""
    text = unseal(row.content, purpose=CONTENT)
    found: dict[str, Any] = json.loads(text) if text else {}
    return found


def withdraw_certificate(*, certificate_id: int, why: str, by: Actor) -> Certificate:
    """Withdraw a certificate that is wrong; checking it says so. Raises: NotFound, NotAllowed, Invalid."""
    if not why.strip():
        raise Invalid(fields={"why": _("Please say why.")})
    with write():
        row = locked_row(Certificate, certificate_id)
        require_organiser(by, row.path)
        if row.withdrawn_at is None:
            row.withdrawn_at, row.why_withdrawn = clock.now(), why.strip()[:120]
            row.save(update_fields=["withdrawn_at", "why_withdrawn"])
            note("certificate_withdrawn", row.volunteer, by, certificate=row.number)
    return row


def pdf_for(viewer: Actor, number: str) -> bytes:
    """Return a printed certificate to its volunteer or organiser; a look by others is logged.

    Raises: NotFound (also while it is not printed yet).
    """
    row = Certificate.objects.filter(number=number).select_related("volunteer").first()
    if row is None or not row.pdf:
        raise NotFound
    require_self_or(viewer, row.volunteer)
    if viewer.account_id != row.volunteer.account_id:
        note_look(viewer, row.volunteer, _("Certificate of service"))
    return base64.b64decode(unseal(row.pdf, purpose=PDF))


def note_look(viewer: Actor, volunteer: Volunteer, purpose: str) -> None:
    """Log a look at the name on a certificate."""
    fields = ["name", "identity"]
    journal.look(
        viewer=viewer, subject=f"volunteer:{volunteer.pk}", fields=fields, purpose=purpose, path=volunteer.path
    )
