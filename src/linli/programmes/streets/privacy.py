"""Personal data of adopted streets: none of residents. Who walked a round, a colleague, is kept as an account.

No track is kept: a round is one moment, a finding has the place that was chosen for it.
"""

from typing import Any

from linli.programmes.streets.models import Round


def export(account_id: int) -> list[dict[str, Any]]:
    """Return the rounds that an account walked, in plain words."""
    found = Round.objects.filter(walked_by_id=account_id).select_related("stretch").order_by("pk")
    return [{"street": one.stretch.name, "at": one.walked_at.isoformat(), "note": one.note} for one in found]


def erase(account_id: int) -> int:
    """Take a person out of the rounds; return how many."""
    return Round.objects.filter(walked_by_id=account_id).update(walked_by=None)
