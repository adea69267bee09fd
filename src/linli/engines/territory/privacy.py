"""Which personal data territory holds, what for, how long, and how it is exported and erased.

Territory names no resident. It holds who serves: appointments, stand-ins and duty turns of staff and volunteers, who
are shown to residents by their public name and work phone. Homes are places; who lives there is not kept here.
"""

from typing import Any

from linli.engines.territory.models import Appointment, DutyShift, ImportFile, ImportRefusal, StandIn

HELD = (
    {
        "what": "appointments, stand-ins, duty turns",
        "whose": "staff and volunteers",
        "why": "residents know who serves them",
        "how_long": "as long as the history of cases handled under them",
    },
    {
        "what": "rows of imported files that were refused",
        "whose": "whoever the file names",
        "why": "to be corrected and brought again",
        "how_long": "until the run is removed; files themselves until the run ends",
    },
)


def export(account_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return all that is held about an account."""
    appointments = (
        Appointment.objects.filter(account_id=account_id).select_related("post", "area").order_by("starts", "pk")
    )
    stand_ins = StandIn.objects.filter(account_id=account_id).order_by("starts", "pk")
    shifts = DutyShift.objects.filter(account_id=account_id).order_by("starts", "pk")
    return {
        "appointments": [
            {
                "post": one.post.name,
                "area": one.area.name,
                "starts": one.starts,
                "ends": one.ends,
                "end_reason": one.end_reason,
            }
            for one in appointments
        ],
        "stand_ins": [{"starts": one.starts, "ends": one.ends, "reason": one.reason} for one in stand_ins],
        "duty_turns": [{"starts": one.starts, "ends": one.ends} for one in shifts],
    }


def erase_files(run_id: int) -> None:
    """Remove the file and the refused rows of an import."""
    ImportFile.objects.filter(run_id=run_id).delete()
    ImportRefusal.objects.filter(run_id=run_id).delete()
