"""Words for lists, and masked ones."""

import pytest

from linli.kernel.text import first_words, mask_personal


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("楼道里的灯坏了。晚上很黑。", "楼道里的灯坏了"),
        ("\n\n  三号楼   漏水\n已经三天", "三号楼 漏水"),
        ("楼道里的灯坏了好几天，老人晚上上下楼非常危险请尽快来修", "楼道里的灯坏了好几天，老人晚上上下楼非常危险…"),
        ("", ""),
        ("。。。", ""),
    ],
)
def test_first_words(text: str, words: str):
    assert first_words(text, 23) == words
    assert len(first_words(text, 23)) <= 23


@pytest.mark.parametrize(
    ("secret"),
    [
        "13800138000", "138 0013 8000", "138-0013-8000", "+8613800138000", "１３８００１３８０００", "0931-7654321",
        "01087654321", "11010119900307721X", "110101199003077213", "6222 0212 3456 7890 123", "6222021234567890123",
        "li.xiaoman@example.com",
    ],
)
def test_numbers_of_persons_are_starred_out(secret: str):
    masked = mask_personal(f"请联系{secret}，谢谢")
    assert masked.startswith("请联系")
    assert masked.endswith("，谢谢")
    assert not any(sign.isalnum() for sign in masked[3:-3])


def test_a_number_after_the_word_telephone_is_one():
    assert mask_personal("座机7654321，电话：87654321") == "座机*******，电话：********"


@pytest.mark.parametrize(
    "text",
    ["3号楼2单元501", "工单2026-1121-0047", "K7QM-3TVX-9RDA5", "修理费1234567.50元", "今天14:05", "620402001003003"],
)
def test_other_numbers_stay(text: str):
    assert mask_personal(text) == text
