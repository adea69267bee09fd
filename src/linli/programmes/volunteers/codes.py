"""The rotating code of an activity: shown on the steward's screen, scanned or typed on the spot.

It is a keyed hash over the activity's secret and the time step. The step before is taken as well, for those who were
slow; older ones, other activities' and guessed ones are not.
"""

import hmac
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.kernel import clock
from linli.kernel.crypto import keyed_hash
from linli.kernel.errors import Invalid
from linli.programmes.volunteers.models import Activity

STEP_SECONDS = 30
DIGITS = 8


def code_at(activity: Activity, moment: datetime, *, back: int = 0) -> str:
    """Return the code of the time step that a moment lies in, or of a step before."""
    step = int(moment.timestamp()) // STEP_SECONDS - back
    value = int(keyed_hash(f"{activity.pk}:{activity.secret}:{step}", purpose="volunteers.code")[:15], 16)
    return f"{value % 10**DIGITS:0{DIGITS}d}"


def seconds_left(moment: datetime) -> int:
    """Return for how many seconds the code of a moment is shown still."""
    return STEP_SECONDS - int(moment.timestamp()) % STEP_SECONDS


def check(activity: Activity, code: str) -> None:
    """Let a code of this step or the one before pass. Raises: Invalid."""
    typed = "".join(sign for sign in code if sign.isdigit())
    moment = clock.now()
    right = [code_at(activity, moment, back=back) for back in (0, 1)]
    if not any(hmac.compare_digest(typed.encode(), one.encode()) for one in right):
        raise Invalid(fields={"code": _("This code is not valid any more. Please scan the one on the screen now.")})
