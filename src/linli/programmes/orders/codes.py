"""The code at the door: six digits that change every ten minutes, seen by the resident, typed by whoever came.

Nobody is tracked: that both were at the same place is shown by one telling the other a number.
"""

from datetime import datetime

from linli.kernel import clock
from linli.kernel.crypto import keyed_hash

STEP_SECONDS = 600
DIGITS = 6
BEGIN, END = "begin", "end"


def door_code(order_id: int, phase: str, moment: datetime | None = None) -> str:
    """Return the code of an order for beginning or ending, as it stands at a moment."""
    step = int((moment or clock.now()).timestamp()) // STEP_SECONDS
    return _code(order_id, phase, step)


def is_door_code(typed: str, order_id: int, phase: str) -> bool:
    """Say whether what was typed is the code of now or of the ten minutes before."""
    digits = "".join(sign for sign in typed if sign.isdigit())
    step = int(clock.now().timestamp()) // STEP_SECONDS
    return digits in {_code(order_id, phase, step), _code(order_id, phase, step - 1)}


def _code(order_id: int, phase: str, step: int) -> str:
    drawn = int(keyed_hash(f"{order_id}:{phase}:{step}", purpose="orders.door")[:12], 16)
    return f"{drawn % 10**DIGITS:0{DIGITS}d}"
