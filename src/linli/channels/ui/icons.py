"""Simple line drawings of our own (icons.json), 24 by 24, drawn with the colour of the text beside them."""

import json
from pathlib import Path

ICONS: dict[str, str] = json.loads(Path(__file__).with_name("icons.json").read_text(encoding="utf-8"))
