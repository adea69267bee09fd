"""Any part of a Chinese text is found, and nothing else, on both databases."""

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.kernel.grams import bigrams, fts5_query, query_grams, tsquery_text, tsvector_text

TEXTS = ["三号楼楼道灯坏了", "楼顶漏水，3号楼2单元", "LED路灯不亮", "水管爆裂", "停水通知"]


def test_cut_into_pairs_with_the_last_sign_alone():
    assert bigrams("楼道灯 3号") == "楼道 道灯 灯 3号 号"
    assert bigrams("ＬＥＤ灯") == "le ed d灯 灯"
    assert bigrams("，。!") == ""


def test_a_query_becomes_phrases():
    assert query_grams("楼道灯 3号 楼道灯") == ["楼道 道灯", "3号"]
    assert query_grams("水") == ["水"]
    assert query_grams("  ，") == []


def search(words: str) -> list[str]:
    """Search the texts as the present database does."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("CREATE VIRTUAL TABLE temp.gram_probe USING fts5(grams)")
            rows = [(n, bigrams(text)) for n, text in enumerate(TEXTS)]
            cursor.executemany("INSERT INTO gram_probe(rowid, grams) VALUES (%s, %s)", rows)
            cursor.execute("SELECT rowid FROM gram_probe WHERE gram_probe MATCH %s ORDER BY rowid", [fts5_query(words)])
        else:
            cursor.execute("CREATE TEMP TABLE gram_probe (n int, grams tsvector)")
            rows = [(n, tsvector_text(text)) for n, text in enumerate(TEXTS)]
            cursor.executemany("INSERT INTO gram_probe VALUES (%s, %s::tsvector)", rows)
            cursor.execute("SELECT n FROM gram_probe WHERE grams @@ %s::tsquery ORDER BY n", [tsquery_text(words)])
        found = [TEXTS[row[0]] for row in cursor.fetchall()]
        cursor.execute("DROP TABLE gram_probe")
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words", ["楼道", "3号", "水", "路灯", "led", "灯坏", "号楼 灯", "漏水", "停水", "楼2", "不存在"]
)
def test_found_exactly_where_the_words_stand(words: str):
    wanted = [text for text in TEXTS if all(part in text.lower() for part in words.split())]
    assert search(words) == wanted


@given(st.text(alphabet="水楼道灯3号a ，", min_size=1, max_size=12), st.integers(0, 11), st.integers(1, 6))
@settings(deadline=None)
def test_every_part_of_a_run_is_a_phrase_of_it(text: str, start: int, length: int):
    part = text[start : start + length]
    tokens = f" {bigrams(text)}"
    for phrase in query_grams(part):
        assert f" {phrase}" in tokens
