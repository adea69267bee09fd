"""The county learns its classes: run in a job's own process. Reads cases or a file, learns, keeps a new version."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.cases.learning.examples import (
    SHORTEST_TYPO,
    Example,
    lesson_from,
    one_sign_apart,
    plain_label,
    read_texts,
)
from linli.engines.cases.learning.training import Learned, Stopped, learn
from linli.engines.cases.lifecycle import State
from linli.engines.cases.models import Case, ClassifierContent, ClassifierVersion, Correction, LessonFile
from linli.engines.cases.taxonomy import categories
from linli.engines.cases.verbs.classifier import settings_row, use_version
from linli.engines.journal import public as journal
from linli.engines.journal.public import RunningJob
from linli.kernel import clock
from linli.kernel.actor import SYSTEM
from linli.kernel.errors import Invalid
from linli.kernel.locks import write

NEWEST = 60_000            # cases looked at: what was written long ago is written otherwise today
WORSE_BY = 0.01            # a renewed version that lost no more than that in macro-F1 comes into use by itself
_LEARNED_FROM = (State.CLOSED, State.HANDLED, State.CHECKED, State.REVIEW)


def run(job: RunningJob) -> dict[str, Any]:
    """Learn as the payload says; return the number of the version and what was measured."""
    source = job.payload["source"]
    found = ClassifierVersion.objects.filter(job_id=job.id).first()
    if found is not None:    # the process was killed after it had kept its result
        return _result(found)
    words = (_("Reading the texts"), _("Trying on texts it has not seen"), _("Learning all of it"))
    notes: list[str] = []
    given = _from_file(job.payload["file"], notes) if source == ClassifierVersion.Source.FILE else _from_cases()
    lesson = lesson_from(given, {row.code: row.name for row in categories()})
    lesson.notes[:0] = notes
    try:
        learned = learn(lesson, tell=job.tell, words=words)
    except Stopped:
        return {}
    version = _keep(job, source, learned)
    if source == ClassifierVersion.Source.CORRECTIONS:
        _renew(version)
    return _result(version)


def _result(version: ClassifierVersion) -> dict[str, Any]:
    return {"version": version.pk, "texts": version.texts, "macro_f1": version.macro_f1}


def _from_cases() -> list[Example]:
    """Return the texts of cases whose class a person has left or set: handled ones, and corrected ones."""
    codes = {row.id: row.code for row in categories() if row.parent_id}
    corrected = set(Correction.objects.order_by("-at").values_list("case_id", flat=True)[:NEWEST])
    rows = Case.objects.filter(category_id__isnull=False).order_by("-id")
    found = rows.values_list("pk", "state", "category_id", "text")[:NEWEST].iterator(chunk_size=2000)
    return [
        Example("", text, codes[category])
        for key, state, category, text in found
        if category in codes and (state in _LEARNED_FROM or key in corrected)
    ]


def _from_file(file_id: int, notes: list[str]) -> list[Example]:
    """Return the rows of a file with the codes of their classes; classes that the taxonomy has not are told of."""
    kept = LessonFile.objects.filter(pk=file_id).first()
    if kept is None:
        raise Invalid(_("The file is not there any more. Please bring it again."))
    given = read_texts(bytes(kept.content), kept.text_columns, kept.label_column)
    names = dict(_names())
    labels = Counter(plain_label(row.label) for row in given.rows)
    meant = _put_right([label for label in labels if label and label.casefold() not in names], names)
    for label, name in meant.items():
        words = _("“%(rare)s” (%(count)d) looks like “%(meant)s” misspelt and was learned as that.")
        notes.append(words % {"rare": label[:30], "count": labels[label], "meant": name})
    examples, unknown = [], dict[str, int]()
    for row in given.rows:
        label = plain_label(row.label)
        code = names.get(meant.get(label, label).casefold())
        if code is None and label:
            unknown[label] = unknown.get(label, 0) + 1
        elif code is not None:
            examples.append(Example(row.title, row.body, code))
    for label, count in sorted(unknown.items(), key=lambda one: -one[1])[:20]:
        words = _("“%(label)s” is no class of the county (%(count)d rows); these rows were left out.")
        notes.append(words % {"label": label[:30], "count": count})
    if not examples and unknown:
        raise Invalid(
            _("None of the classes in this column is a class of the county. It has for example: %(labels)s.")
            % {"labels": "、".join(list(unknown)[:5])}
        )
    return examples


def _put_right(unknown: Sequence[str], names: Mapping[str, str]) -> dict[str, str]:
    """Return for names that no class has the one class's name that differs by a single sign."""
    long = [name for name in names if len(name) > SHORTEST_TYPO]     # codes differ by one sign and are all right
    found = {label: [name for name in long if one_sign_apart(label, name)] for label in unknown}
    return {label: near[0] for label, near in found.items() if len({names[name] for name in near}) == 1}


def _names() -> Iterator[tuple[str, str]]:
    """Yield what a class may be called in a file: its name, its English name, its code; the code counts last."""
    for row in categories():
        for name in (row.name, row.name_en, row.code):
            if name:
                yield plain_label(name).casefold(), row.code


def _keep(job: RunningJob, source: str, learned: Learned) -> ClassifierVersion:
    with write():
        version = ClassifierVersion.objects.create(
            source=source, file_name=str(job.payload.get("name", "")), created_at=clock.now(),
            account_id=job.by.account_id, created_by=job.by.name[:80], job_id=job.id,
            texts=learned.report["texts"], macro_f1=learned.report["macro_f1"], report=learned.report,
        )
        ClassifierContent.objects.create(version=version, content=learned.model.to_bytes())
        LessonFile.objects.filter(pk=job.payload.get("file", 0)).delete()
        data = {"version": version.pk, "texts": version.texts, "macro_f1": version.macro_f1}
        journal.record(kind="classifier.learned", stream="classifier", by=job.by, path=job.path, data=data)
        return version


def _renew(version: ClassifierVersion) -> None:
    """Use what was learned from corrections, where the county lets it renew itself and it is no worse than before."""
    with write():
        row = settings_row()
        before = row.live
        if row.renews and (before is None or version.macro_f1 >= before.macro_f1 - WORSE_BY):
            use_version(version.pk, by=SYSTEM)
