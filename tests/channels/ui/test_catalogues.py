"""All catalogues are read as one: the same words must not be said in two ways."""

from collections import defaultdict
from pathlib import Path

import polib

SOURCE = Path(__file__).resolve().parents[3] / "src/linli"


def test_the_same_english_is_the_same_chinese_in_every_catalogue():
    """Django merges all catalogues; where two differ, one of them shows the wrong word. Use pgettext then."""
    said = defaultdict(lambda: defaultdict(list))
    for path in sorted(SOURCE.rglob("locale/zh_Hans/LC_MESSAGES/django.po")):
        for entry in polib.pofile(str(path)):
            text = entry.msgstr or entry.msgstr_plural.get(0, "")
            if text:
                said[entry.msgctxt, entry.msgid][text].append(path.relative_to(SOURCE).parts[1])
    differing = {key: dict(texts) for key, texts in said.items() if len(texts) > 1}
    assert not differing, "\n".join(f"{key}: {texts}" for key, texts in differing.items())
