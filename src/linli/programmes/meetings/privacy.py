"""Personal data of joint meetings: none of residents.

Held are units, and the account that called a meeting (an official act, kept with it). Attendance is of units, without
names. What everybody reads is refused when a phone or identity number stands in it. Tasks are cases, with their rules.
"""

from typing import Any

from linli.programmes.meetings.models import Meeting


def export(account_id: int) -> list[dict[str, Any]]:
    """Return the meetings that an account called, in plain words."""
    found = Meeting.objects.filter(called_by_id=account_id).order_by("id")
    return [{"meeting": one.title, "at": one.starts_at.isoformat(), "state": one.state} for one in found]


def erase(_account_id: int) -> int:
    """Return 0: nothing of a meeting is about a resident, and who called it is part of an official act."""
    return 0
