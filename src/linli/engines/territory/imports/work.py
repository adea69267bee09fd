"""Taking rows in: each looked at, good ones written together, and where that fails, one by one to find the culprit."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import structlog
from django.db import DatabaseError
from django.utils.translation import gettext as _

from linli.engines.territory.imports.areas import Areas
from linli.engines.territory.imports.buildings import Buildings, Homes
from linli.engines.territory.imports.cells import Refused, text_of
from linli.engines.territory.imports.columns import FIELDS
from linli.engines.territory.imports.context import Context, Importer, Values
from linli.engines.territory.imports.people import Appointments, Units
from linli.engines.territory.imports.tables import Row
from linli.engines.territory.types import Refusal
from linli.engines.territory.versions import forget
from linli.kernel.errors import LinliError
from linli.kernel.locks import write

log = structlog.get_logger(__name__)

IMPORTERS: dict[str, Callable[[Context], Importer]] = {
    "areas": Areas,
    "buildings": Buildings,
    "homes": Homes,
    "units": Units,
    "appointments": Appointments,
}
_MOST_WORDS = 200


@dataclass
class _Prepared:
    row: Row
    values: Values
    item: object


@dataclass
class Taken:
    """What came of some rows."""

    done: int = 0
    refused: list[Refusal] = field(default_factory=list)


class Taker:
    """Takes rows of one import in."""

    def __init__(self, kind: str, columns: Mapping[str, int], headers: Sequence[str], context: Context) -> None:
        self.importer = IMPORTERS[kind](context)
        self.columns = columns
        self.headers = headers
        self.fields = FIELDS[kind]

    def take(self, rows: Sequence[Row]) -> Taken:
        """Take rows in: what can be, is; what cannot be is refused with the reason."""
        taken, ready = Taken(), list[_Prepared]()
        for row in rows:
            values = self._values(row)
            try:
                self._check(values)
                ready.append(_Prepared(row, values, self.importer.prepare(values, row.shape)))
            except Refused as error:
                taken.refused.append(self._refusal(row, values, error.why))
            if len(ready) == self.importer.batch:
                self._save(ready, taken)
                ready = []
        self._save(ready, taken)
        taken.refused.sort(key=lambda refusal: refusal.row)
        return taken

    def _values(self, row: Row) -> Values:
        return {name: row.cells[at] if at < len(row.cells) else None for name, at in self.columns.items()}

    def _check(self, values: Values) -> None:
        """Refuse needed cells that are empty and texts that are too long. Raises: Refused."""
        for one in self.fields:
            text = text_of(values.get(one.name))
            if one.needed and not text:
                raise Refused(_("%(column)s is missing.") % {"column": one.label})
            if one.most and len(text) > one.most:
                raise Refused(
                    _("%(column)s is longer than %(most)d characters.") % {"column": one.label, "most": one.most}
                )

    def _save(self, ready: list[_Prepared], taken: Taken) -> None:
        if not ready:
            return
        if len(ready) > 1 and not self._why_not(ready):
            taken.done += len(ready)
            return
        for one in ready:
            why = self._why_not([one])
            if why:
                taken.refused.append(self._refusal(one.row, one.values, why))
            else:
                taken.done += 1

    def _why_not(self, ready: list[_Prepared]) -> str:
        """Write some rows, all or none; return why that was refused, nothing when they are in."""
        try:
            with write():
                self.importer.save([one.item for one in ready])
        except Refused as error:
            why = error.why
        except LinliError as error:
            why = _words_of(error)
        except (DatabaseError, ValueError, TypeError) as error:
            log.warning("import_row_failed", error=repr(error), row=ready[0].row.number)
            why = _("The database could not take this row. Please look for unusual characters or numbers in it.")
        else:
            return ""
        forget()
        return why

    def _refusal(self, row: Row, values: Values, why: str) -> Refusal:
        cells = {self.headers[at]: text_of(cell) for at, cell in enumerate(row.cells[: len(self.headers)])}
        return Refusal(row.number, self.importer.what(values)[:_MOST_WORDS], why, cells)


def _words_of(error: LinliError) -> str:
    """Return what an error says, the words of its fields when it has any."""
    words = " ".join(str(one) for one in error.fields.values()) or str(error.message)
    return re.sub(r"\s+", " ", words)
