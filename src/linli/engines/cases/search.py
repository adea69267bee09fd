"""The full-text index of cases: written in the transaction of the verb, read by lists, on either database.

Staff find a case by its number, title, words, place and class. The public finds only what has been released: never the
words of the resident.
"""

from collections.abc import Sequence

from django.db import connection, models
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from linli.engines.cases.models import Case, Category
from linli.engines.cases.taxonomy import taxonomy
from linli.kernel import insertions
from linli.kernel.grams import bigrams, fts5_query, tsquery_text, tsvector_text
from linli.kernel.insertions import Insertion

LONGEST = 8000  # characters of a case that are indexed
_SQLITE_FORGET = "DELETE FROM cases_fts WHERE rowid = %s"
_SQLITE_FIND = "SELECT rowid FROM cases_fts WHERE cases_fts MATCH %s"
# the plus keeps SQLite from fetching every case that was found, one by one, before it looks at the rest of the filter
_SQLITE_HOLDS = "+cases_case.id IN (SELECT rowid FROM cases_fts WHERE cases_fts MATCH %s)"
_SQLITE_LATELY = "SELECT 1 FROM cases_fts WHERE cases_fts MATCH %s AND rowid > %s LIMIT %s"
# Where MANY of the LATEST cases hold the words, a list of the newest is walked through and each case asked, not the
# other way: what years have found is not fetched for a page of fifty.
LATEST, MANY = 4_000, 20
_POSTGRES_FIND = {
    "grams": "SELECT case_id FROM cases_casesearch WHERE grams @@ %s::tsquery",
    "public_grams": "SELECT case_id FROM cases_casesearch WHERE public_grams @@ %s::tsquery",
}
# the OFFSET keeps PostgreSQL from turning the question round again: it takes a phrase for much rarer than it is
_POSTGRES_HOLDS = {
    "grams": (
        "EXISTS (SELECT 1 FROM cases_casesearch s WHERE s.case_id = cases_case.id AND s.grams @@ %s::tsquery OFFSET 0)"
    ),
    "public_grams": (
        "EXISTS (SELECT 1 FROM cases_casesearch s"
        " WHERE s.case_id = cases_case.id AND s.public_grams @@ %s::tsquery OFFSET 0)"
    ),
}
_POSTGRES_LATELY = {
    "grams": (
        "SELECT 1 FROM (SELECT grams FROM cases_casesearch ORDER BY case_id DESC LIMIT %s) latest"
        " WHERE grams @@ %s::tsquery LIMIT %s"
    ),
    "public_grams": (
        "SELECT 1 FROM (SELECT public_grams FROM cases_casesearch ORDER BY case_id DESC LIMIT %s) latest"
        " WHERE public_grams @@ %s::tsquery LIMIT %s"
    ),
}
_SQLITE_TABLE = "cases_fts", ("rowid", "grams", "public_grams")
_POSTGRES_TABLE = "cases_casesearch", ("case_id", "grams", "public_grams")
_POSTGRES_AGAIN = " ON CONFLICT (case_id) DO UPDATE SET grams = EXCLUDED.grams, public_grams = EXCLUDED.public_grams"



def index(case: Case) -> None:
    """Write what a case is found by. Call it where a verb changes its words, class, place or release."""
    if connection.vendor != "postgresql":
        forget([case.pk])
    insertions.write([insertion([case])])


def insertion(cases: Sequence[Case]) -> Insertion:
    """Return what writes what cases are found by, in place of what they were found by so far."""
    if connection.vendor == "postgresql":
        found_by = [(case.pk, *map(tsvector_text, _texts(case))) for case in cases]
        return insertions.of_tuples(*_POSTGRES_TABLE, found_by, _POSTGRES_AGAIN)
    return insertions.of_tuples(*_SQLITE_TABLE, [(case.pk, *map(bigrams, _texts(case))) for case in cases])


def forget(case_ids: list[int]) -> None:
    """Take cases out of the index that are erased."""
    if connection.vendor == "postgresql":  # the foreign key takes them along
        return
    with connection.cursor() as cursor:
        cursor.executemany(_SQLITE_FORGET, [[number] for number in case_ids])


def _texts(case: Case) -> tuple[str, str]:
    known = taxonomy().category_by_id.get(case.category_id) if case.category_id else None
    name = known.name if known else ""
    everything = f"{case.number}\n{case.title}\n{name}\n{case.place}\n{case.text}\n{case.public_text}"[:LONGEST]
    if case.privacy == Category.Privacy.PRIVATE:
        return everything, ""
    place = case.place if case.privacy == Category.Privacy.PUBLIC else ""
    return everything, f"{case.number}\n{name}\n{place}\n{case.public_text}"[:LONGEST]


def matching(queryset: QuerySet[Case], text: str, *, public: bool = False) -> QuerySet[Case]:
    """Keep the cases in which every word of a text is found; a text without letters or digits keeps all."""
    if not fts5_query(text):
        return queryset
    column = "public_grams" if public else "grams"
    if connection.vendor == "postgresql":
        wanted, find, holds = tsquery_text(text), _POSTGRES_FIND[column], _POSTGRES_HOLDS[column]
    else:
        wanted, find, holds = f"{column} : ({fts5_query(text)})", _SQLITE_FIND, _SQLITE_HOLDS
    if _found_lately(wanted, column):
        return queryset.filter(RawSQL(holds, [wanted], output_field=models.BooleanField()))  # noqa: S611  # fixed text
    return queryset.filter(pk__in=RawSQL(find, [wanted], output_field=models.BigIntegerField()))  # noqa: S611  # too


def _found_lately(wanted: str, column: str) -> bool:
    """Say whether the words are so frequent of late that a page of the newest is found soonest by looking at the
    newest.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_LATELY[column], [LATEST, wanted, MANY])
        else:
            newest = Case.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            cursor.execute(_SQLITE_LATELY, [wanted, newest - LATEST, MANY])
        return len(cursor.fetchall()) == MANY


def reindex() -> int:
    """Write the whole index anew; return how many cases. For after a repair or a change of the cutting."""
    done = 0
    for case in Case.objects.order_by("pk").iterator(chunk_size=500):
        index(case)
        done += 1
    return done
