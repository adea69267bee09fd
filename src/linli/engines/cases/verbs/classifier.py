"""Let the county learn its classes: begin to learn, choose a version, say how sure it must be, go back."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.access import public as access
from linli.engines.access.public import Role
from linli.engines.cases.learning.examples import read_texts
from linli.engines.cases.models import ClassifierSettings, ClassifierVersion, LessonFile
from linli.engines.cases.models.classifier import NEVER
from linli.engines.cases.suggesting import CLASSIFIER
from linli.engines.cases.taxonomy import touch
from linli.engines.journal import public as journal
from linli.engines.journal.public import JobRow
from linli.engines.territory import public as territory
from linli.engines.territory.imports.tables import read_table
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, Actor
from linli.kernel.errors import Invalid, NotFound, WrongState
from linli.kernel.locks import lock_names, locked, write

LEARN = "cases.learn_classes"
LEAST_SURE = 50
LARGEST = 60 * 1024 * 1024


def learn_from_cases(*, by: Actor, source: str = ClassifierVersion.Source.CASES) -> JobRow:
    """Begin to learn from the county's own cases, in the background. Raises: NotAllowed, WrongState while one runs."""
    return _begin(by, {"source": source}, _("Learn classes from closed cases"))


def bring_lesson(*, by: Actor, name: str, content: bytes) -> int:
    """Keep a file of texts to learn from and return its key; it goes by itself after two days.

    Raises: NotAllowed, Invalid with what is wrong with the file.
    """
    _require(by)
    if len(content) > LARGEST:
        raise Invalid(fields={"file": _("This file is too large. Up to 60 MB can be read.")})
    try:
        read_table(content)
    except Invalid as error:
        raise Invalid(fields={"file": error.message}, code=error.code) from error
    with write():
        kept = LessonFile.objects.create(
            name=name[:120], content=content, text_columns=[], label_column="", created_at=clock.now()
        )
    return kept.pk


def learn_from_lesson(file_id: int, *, by: Actor, text: Sequence[str], label: str) -> JobRow:
    """Begin to learn from a file that was brought; of several text columns the first is the title.

    The label column holds codes or names of classes. Raises: NotAllowed, NotFound, WrongState, Invalid.
    """
    _require(by)
    if not text:
        raise Invalid(fields={"text": _("Say which column holds the text.")})
    kept = LessonFile.objects.filter(pk=file_id).first()
    if kept is None:
        raise NotFound
    if label in text:
        raise Invalid(fields={"label": _("The class stands in another column than the text.")})
    read_texts(bytes(kept.content), text, label)   # says now what is wrong, not in a minute
    with write():
        LessonFile.objects.filter(pk=file_id).update(text_columns=list(text), label_column=label[:80])
        payload = {"source": ClassifierVersion.Source.FILE, "file": file_id, "name": kept.name}
        return _begin(by, payload, _("Learn classes from a file"))


def learn_from_file(*, by: Actor, name: str, content: bytes, text: Sequence[str], label: str) -> JobRow:
    """Bring a file and begin to learn from it. Raises: NotAllowed, WrongState, Invalid; then the file is not kept."""
    with write():
        file_id = bring_lesson(by=by, name=name, content=content)
        return learn_from_lesson(file_id, by=by, text=text, label=label)


def _require(by: Actor) -> str:
    path = territory.county().path
    access.require(by, Role.ADMINISTRATOR, path)
    return path


def _begin(by: Actor, payload: dict[str, Any], title: str) -> JobRow:
    path = _require(by)
    with write():
        lock_names([CLASSIFIER])
        if any(job.open for job in journal.jobs(SYSTEM, kind=LEARN, limit=3)):
            raise WrongState(_("It is learning already. Wait until that has ended, or stop it."))
        return journal.start_job(kind=LEARN, path=path, payload=payload, by=by, title=title)


def use_version(version_id: int | None, *, by: Actor) -> None:
    """Use a version from now on, or none: then the words of the taxonomy speak again.

    Raises: NotAllowed, NotFound.
    """
    path = _require(by)
    with write():
        row = settings_row()
        if version_id is not None and not ClassifierVersion.objects.filter(pk=version_id).exists():
            raise NotFound
        if row.live_id == version_id:
            return
        was, row.live_id, row.changed_at = row.live_id, version_id, clock.now()
        row.save()
        touch(CLASSIFIER)
        journal.record(
            kind="classifier.used", stream=CLASSIFIER, by=by, path=path, data={"was": was, "version": version_id}
        )


def decide_confidence(
    *, by: Actor, percent: int, renews: bool | None = None, corrections_needed: int | None = None
) -> None:
    """Say how sure a model must be to give a class by itself (50 to 100 percent; 100: never), and whether it renews.

    Raises: NotAllowed, Invalid.
    """
    path = _require(by)
    if not LEAST_SURE <= percent <= NEVER:
        raise Invalid(fields={"percent": _("Choose a share between 50 and 100.")})
    if corrections_needed is not None and not 1 <= corrections_needed <= 10_000:
        raise Invalid(fields={"corrections_needed": _("Choose a number between 1 and 10000.")})
    with write():
        row = settings_row()
        row.confidence, row.changed_at = percent, clock.now()
        row.renews = row.renews if renews is None else renews
        row.corrections_needed = corrections_needed or row.corrections_needed
        row.save()
        touch(CLASSIFIER)
        data = {"percent": percent, "renews": row.renews, "corrections": row.corrections_needed}
        journal.record(kind="classifier.confidence", stream=CLASSIFIER, by=by, path=path, data=data)


def settings_row() -> ClassifierSettings:
    """Return the county's settings, locked until the end of the transaction."""
    lock_names([CLASSIFIER])
    found = locked(ClassifierSettings.objects.filter(pk=1))
    return found[0] if found else ClassifierSettings.objects.create(pk=1)
