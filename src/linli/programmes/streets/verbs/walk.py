"""Walk a stretch: what is found becomes cases, the next round gets its day."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from linli.engines.cases import public as cases
from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotFound, WrongState
from linli.kernel.given import fitting_text, needed_text
from linli.kernel.locks import locked_one, write
from linli.programmes.streets.models import Finding, Round, Stretch
from linli.programmes.streets.policies import walks

MOST_FINDINGS = 20


@dataclass(frozen=True, slots=True)
class Found:
    """Something seen on a round; without a point it lies in the middle of the stretch. `photos`: keys of kept ones."""

    text: str
    category_code: str = ""
    photos: Sequence[str] = ()
    longitude: float | None = None
    latitude: float | None = None


def walk_round(
    stretch_id: int, *, by: Actor, key: str, note: str = "", findings: Sequence[Found] = ()
) -> tuple[Round, bool]:
    """Write down a round with what was found; return it, and whether it was there already (the same key).

    Each finding is opened as a case and goes where the rules send it, else to the desk.
    Raises: Invalid, NotFound (somebody else's stretch), WrongState (it has no unit any more).
    """
    with write():
        row = locked_one(Stretch.objects.filter(pk=stretch_id))
        if not walks(by, row):
            raise NotFound
        known = hashlib.sha256(f"{row.pk}:{by.account_id}:{needed_text(key, field='key')}".encode()).hexdigest()
        before = Round.objects.filter(key=known).first()
        if before is not None:
            return before, True
        if row.ended_on is not None:
            raise WrongState
        if len(findings) > MOST_FINDINGS:
            raise Invalid(fields={"findings": _("At most %(most)d at once, please.") % {"most": MOST_FINDINGS}})
        made = Round.objects.create(
            stretch=row,
            key=known,
            walked_at=clock.now(),
            walked_by_id=by.account_id,
            note=fitting_text(note, field="note"),
        )
        opened = [_open(row, made, found, at, by) for at, found in enumerate(findings)]
        Finding.objects.bulk_create(Finding(round=made, case=case) for case in opened)
        row.next_on = clock.today() + timedelta(days=row.rhythm_days)
        row.save(update_fields=["next_on"])
        data = {"round": made.pk, "found": len(opened)}
        journal.record(kind="street.walk", stream=f"street:{row.pk}", by=by, path=row.path, data=data)
        return made, False


def _open(row: Stretch, made: Round, found: Found, at: int, by: Actor) -> cases.Case:
    """Open one finding as a case, sent at once where a rule says so by itself."""
    longitude, latitude = _point(row, found)
    location = territory.locate(longitude=longitude, latitude=latitude, text=row.name)
    category = _category(found.category_code)
    kind = category.kind_code if category is not None and category.kind_code else cases.kinds()[0].code
    wanted = cases.routing_draft(location=location, kind_code=kind, category_code=found.category_code)
    advice = cases.route(wanted)
    sent = advice.assignee.key if advice.automatic and advice.assignee is not None else ""
    opened = cases.open_case(
        by=by,
        text=needed_text(found.text, field="text", longest=500),
        origin=cases.Origin.DESK,
        kind_code=kind,
        category_code=found.category_code or None,
        location=location,
        photos=found.photos,
        accepted=bool(sent),
        assignee=sent,
        routed_by=advice.reason if sent else _("Found on a round of %(street)s") % {"street": row.name},
        intake_key=f"round:{made.key}:{at}",
    )
    return opened.case


def _category(code: str) -> cases.CategoryRow | None:
    if not code:
        return None
    try:
        return cases.category(code)
    except NotFound as error:
        raise Invalid(fields={"category_code": _("Please choose one of the list.")}) from error


def _point(row: Stretch, found: Found) -> tuple[float, float]:
    if found.longitude is not None and found.latitude is not None:
        return found.longitude, found.latitude
    line = max(row.line, key=len)
    longitude, latitude = line[len(line) // 2]
    return float(longitude), float(latitude)
