"""Who takes orders: registered by the community with what was checked, or by themselves with nothing checked yet."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from linli.engines.journal import public as journal
from linli.engines.territory import public as territory
from linli.kernel import clock
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.errors import Invalid, NotAllowed, NotFound
from linli.kernel.locks import write
from linli.programmes.orders.models import Service, Taker
from linli.programmes.orders.policies import RUNS


def register_taker(
    *,
    by: Actor,
    area_id: int,
    account_id: int | None = None,
    unit_id: int | None = None,
    services: Sequence[str] = (),
    adult: bool = True,
    vetted_until: date | None = None,
    insured_until: date | None = None,
) -> Taker:
    """Register a person or a unit as taking orders in an area, or change what is known of them.

    Raises: NotFound, NotAllowed, Invalid.
    """
    if (account_id is None) == (unit_id is None):
        raise Invalid(_("Either a person or a unit."))
    area = territory.area(area_id)
    _require(by, area.path)
    with write():
        _known(services)
        if unit_id is not None:
            territory.unit(unit_id)
        same = Q(account_id=account_id) if account_id is not None else Q(unit_id=unit_id)
        found = Taker.objects.filter(same).first()
        if found is not None:
            _require(by, found.path)
        made = found or Taker(account_id=account_id, unit_id=unit_id, since=clock.today())
        made.area_id, made.path, made.services = area.id, area.path, list(services)
        made.adult, made.vetted_until, made.insured_until, made.active = adult, vetted_until, insured_until, True
        made.save()
        data = {"taker": made.pk, "services": list(services), "vetted": vetted_until, "insured": insured_until}
        journal.record(kind="taker.registered", stream=f"taker:{made.pk}", by=by, path=area.path, data=data)
        return made


def offer_myself(*, by: Actor, area_id: int, services: Sequence[str] = ()) -> Taker:
    """Say that one takes orders of one's neighbourhood; checks are entered by the community.

    Raises: NotAllowed (without an account), NotFound, Invalid.
    """
    if by.account_id is None:
        raise NotAllowed
    area = territory.area(area_id)
    if area.kind not in {"community", "grid"}:
        raise Invalid(fields={"area_id": _("Please choose the community where you want to help.")})
    with write():
        _known(services)
        made, _new = Taker.objects.get_or_create(
            account_id=by.account_id,
            unit=None,
            defaults={"area_id": area.id, "path": area.path, "since": clock.today()},
        )
        if made.path != area.path:  # checks hold for the community that made them
            made.vetted_until = made.insured_until = None
        made.area_id, made.path, made.services, made.active = area.id, area.path, list(services), True
        made.save()
        journal.record(kind="taker.offered", stream=f"taker:{made.pk}", by=by, path=area.path, data={"taker": made.pk})
        return made


def end_taker(taker_id: int, *, by: Actor) -> Taker:
    """End somebody's taking of orders; what is under way goes on. Raises: NotFound, NotAllowed."""
    with write():
        found = Taker.objects.filter(pk=taker_id).first()
        if found is None:
            raise NotFound
        if found.account_id is None or found.account_id != by.account_id:
            _require(by, found.path)
        found.active = False
        found.save(update_fields=["active"])
        journal.record(kind="taker.ended", stream=f"taker:{found.pk}", by=by, path=found.path, data={"taker": found.pk})
        return found


def _known(services: Sequence[str]) -> None:
    known = set(Service.objects.filter(code__in=services).values_list("code", flat=True))
    if strange := [code for code in services if code not in known]:
        raise Invalid(fields={"services": _("There is no service “%(code)s”.") % {"code": strange[0]}})


def _require(by: Actor, path: str) -> None:
    if by.kind is ActorKind.SYSTEM or any(by.has(role, path) for role in RUNS):
        return
    if any(path.startswith(grant.path) or grant.path.startswith(path) for grant in by.grants):
        raise NotAllowed
    raise NotFound
