"""Search text: words cut into overlapping pairs of characters, so that any part of a Chinese text is found exactly.

A run of letters and digits `c1 c2 ... cn` becomes the tokens `c1c2 c2c3 ... cn`: its last character stands alone at the
end, so that a search for one character finds it there too, and pairs never join two runs. A query becomes phrases whose
tokens must follow one another.
"""

import re
import unicodedata
from operator import add

_RUN = re.compile(r"[^\W_]+")
_MOST_POSITION = 16383   # PostgreSQL keeps no position beyond


def bigrams(text: str) -> str:
    """Return the tokens of a text, separated by spaces: the column of an FTS5 table."""
    return " ".join(_tokens(text))


def query_grams(text: str) -> list[str]:
    """Return one phrase for each run of a query; a single character stays alone and means the start of a token."""
    return [" ".join(_pairs(run)) if len(run) > 1 else run for run in dict.fromkeys(_runs(text))]


def fts5_query(text: str) -> str:
    """Return a MATCH expression for FTS5 that wants every phrase; empty when there is nothing to look for."""
    return " AND ".join(f'"{phrase}"' if len(phrase) > 1 else f'"{phrase}"*' for phrase in query_grams(text))


def tsvector_text(text: str) -> str:
    """Return the text form of a tsvector with positions, to be cast: PostgreSQL's own parser would cut otherwise."""
    tokens = _tokens(text)
    near = [f"'{token}':{place}" for place, token in enumerate(tokens[:_MOST_POSITION], 1)]
    return " ".join([*near, *[f"'{token}':{_MOST_POSITION}" for token in tokens[_MOST_POSITION:]]])


def tsquery_text(text: str) -> str:
    """Return the text form of a tsquery, to be cast; empty when there is nothing to look for."""
    phrases = (
        "(" + " <-> ".join(f"'{token}'" for token in phrase.split()) + ")" if len(phrase) > 1 else f"'{phrase}':*"
        for phrase in query_grams(text)
    )
    return " & ".join(phrases)


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    for run in _runs(text):
        found += _pairs(run)
        found.append(run[-1])
    return found


def _pairs(run: str) -> list[str]:
    return list(map(add, run, run[1:]))


def _runs(text: str) -> list[str]:
    return _RUN.findall(unicodedata.normalize("NFKC", text).casefold())
