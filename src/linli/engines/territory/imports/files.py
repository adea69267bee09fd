"""The files of imports under way, read once per process."""

import hashlib
from collections import OrderedDict

from django.utils.translation import gettext_lazy as _

from linli.engines.territory.imports.columns import known_names
from linli.engines.territory.imports.tables import Table, read_table
from linli.engines.territory.models import ImportFile, ImportRun
from linli.kernel.errors import WrongState

_MOST = 2
_tables: OrderedDict[str, Table] = OrderedDict()


def digest_of(content: bytes) -> str:
    """Return what tells a file from others."""
    return hashlib.sha256(content).hexdigest()


def table_of(run: ImportRun) -> Table:
    """Return the file of a run as a table. Raises: WrongState (done: the file is gone)."""
    digest = f"{run.kind}:{run.options['digest']}"
    if digest not in _tables:
        found = ImportFile.objects.filter(run=run).first()
        if found is None:
            raise WrongState(_("This import is done; its file is no longer kept."))
        _tables[digest] = read_table(bytes(found.content), known_names(run.kind))
        while len(_tables) > _MOST:
            _tables.popitem(last=False)
    return _tables[digest]


def forget_file(run: ImportRun) -> None:
    """Let go of a run's table."""
    _tables.pop(f"{run.kind}:{run.options['digest']}", None)
