"""Write down that somebody looked at personal data."""

from collections.abc import Iterable

from linli.engines.journal.models import Look
from linli.kernel.actor import Actor
from linli.kernel.clock import now
from linli.kernel.errors import Invalid


def look(*, viewer: Actor, subject: str, fields: Iterable[str], purpose: str, path: str = "") -> Look:
    """Log one look before the data are shown. Raises: Invalid without a purpose."""
    if not purpose.strip():
        raise Invalid(fields={"purpose": Invalid.default})
    row = Look(
        account_id=viewer.account_id, actor_name=viewer.name[:80], subject=subject, fields=",".join(fields)[:120],
        purpose=purpose.strip()[:120], path=path, elevated=viewer.elevated, at=now(),
    )
    row.save()
    return row
