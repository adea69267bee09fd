"""Money in fen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.errors import Invalid
from linli.kernel.money import MOST_FEN, format_fen, parse_yuan


@given(st.integers(-MOST_FEN, MOST_FEN))
def test_written_and_read_again(fen: int):
    assert parse_yuan(format_fen(fen)) == fen


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1234.5", 123450), ("1,234.50", 123450), ("￥1234", 123400), ("１２３４．５元", 123450), ("0.01", 1),
        ("-3.2", -320), (" 12 345 ", 1234500),
    ],
)
def test_understood_as_typed(typed: str, fen: int):
    assert parse_yuan(typed) == fen


@pytest.mark.parametrize("typed", ["", "abc", "1.234", "1,23", "1e5", "十元", "--1", "99999999999999999"])
def test_anything_else_is_refused_not_rounded(typed: str):
    with pytest.raises(Invalid):
        parse_yuan(typed)


def test_written_with_two_places():
    assert [format_fen(n) for n in (0, 5, 123450, -123456789)] == ["0.00", "0.05", "1,234.50", "-1,234,567.89"]
