"""Which unit each resolution goes to: all that sit in the meeting, or those that were chosen."""

from collections import defaultdict
from collections.abc import Iterable

from linli.programmes.meetings.models import Addressee, MeetingTask, Resolution, Seat


def chosen_seats(resolutions: Iterable[int]) -> dict[int, set[int]]:
    """Return the seats that were chosen for each resolution; one that goes to all is left out. One query."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Addressee.objects.filter(resolution_id__in=list(resolutions))
    for resolution, seat in rows.values_list("resolution_id", "seat_id"):
        found[resolution].add(seat)
    return dict(found)


def goes_to(resolution: int, seats: list[Seat], chosen: dict[int, set[int]]) -> list[Seat]:
    """Return those of some seats to which a resolution goes."""
    wanted = chosen.get(resolution)
    return seats if wanted is None else [seat for seat in seats if seat.pk in wanted]


def missing(meeting_id: int, agreed: list[Resolution], seats: list[Seat]) -> list[tuple[Resolution, Seat]]:
    """Return the pairs of resolution and unit that have no task yet, in order. Two queries."""
    made = MeetingTask.objects.filter(resolution__meeting_id=meeting_id)
    there = set(made.values_list("resolution_id", "seat_id"))
    chosen = chosen_seats(one.pk for one in agreed)
    return [(one, seat) for one in agreed for seat in goes_to(one.pk, seats, chosen) if (one.pk, seat.pk) not in there]
