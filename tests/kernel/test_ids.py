"""Numbers people read and codes nobody guesses."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import ids
from linli.kernel.errors import Invalid

codes = st.builds(lambda _: ids.tracking_code(), st.integers())


def test_case_numbers_tell_the_day_and_the_serial():
    assert ids.case_number(date(2026, 11, 21), 47) == "2026-1121-0047"
    assert ids.case_number(date(2026, 11, 21), 12345) == "2026-1121-12345"
    with pytest.raises(ValueError, match="begin with 1"):
        ids.case_number(date(2026, 11, 21), 0)


@pytest.mark.parametrize(
    "typed",
    ["2026-1121-0047", " 2026 1121 0047", "202611210047", "２０２６－１１２１－００４７", "2026—1121—0047"],
)
def test_case_numbers_are_understood_as_typed(typed: str):
    assert ids.normalise_case_number(typed) == "2026-1121-0047"


@pytest.mark.parametrize("typed", ["", "47", "路灯", "2026-1121-00470000"])
def test_other_words_are_no_case_number(typed: str):
    assert ids.normalise_case_number(typed) == ""


class TestTrackingCode:
    def test_shape(self):
        code = ids.tracking_code()
        assert [len(part) for part in code.split("-")] == [4, 4, 5]
        assert not set(code) & set("ILOU")

    def test_never_twice(self):
        assert len({ids.tracking_code() for _ in range(2000)}) == 2000

    @given(codes)
    def test_understood_however_it_is_written(self, code: str):
        read = code.lower().replace("0", "o").replace("1", "l").replace("v", "u").replace("-", " ")
        wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isalnum() else sign for sign in read)
        assert ids.normalise_tracking_code(read) == ids.normalise_tracking_code(wide) == code

    @given(codes, st.integers(0, 12), st.sampled_from(ids._SIGNS))
    def test_one_wrong_sign_always_shows(self, code: str, place: int, sign: str):
        signs = code.replace("-", "")
        wrong = signs[:place] + sign + signs[place + 1 :]
        if wrong != signs:
            with pytest.raises(Invalid):
                ids.normalise_tracking_code(wrong)

    @given(codes, st.integers(0, 11))
    def test_two_swapped_signs_always_show(self, code: str, place: int):
        signs = code.replace("-", "")
        wrong = signs[:place] + signs[place + 1] + signs[place] + signs[place + 2 :]
        if wrong != signs:
            with pytest.raises(Invalid):
                ids.normalise_tracking_code(wrong)

    @pytest.mark.parametrize(
        "typed", ["", "K7QM", "K7QM-3TVX-9RDA5-0000", "路灯坏了路灯坏了路灯坏了路", "K7QM-3TVX-9RDA!"]
    )
    def test_anything_else_is_refused(self, typed: str):
        with pytest.raises(Invalid):
            ids.normalise_tracking_code(typed)


def test_random_keys():
    assert len(ids.random_key()) == 32
    assert ids.random_key() != ids.random_key()
