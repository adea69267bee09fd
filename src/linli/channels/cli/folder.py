"""The data folder a command works on, and the keys that belong to it."""

import json
import os
from pathlib import Path

MARK = "demo.json"            # lies in the folder of an invented county and holds its keys


def use_folder(folder: str) -> None:
    """Work on a data folder, before Django starts; that of an invented county brings its keys and its database.

    Nothing changes where no folder is named. Real use keeps its keys in the settings file, which is read by itself.
    """
    if not folder:
        return
    os.environ["LINLI_DATA"] = folder
    mark = Path(folder).expanduser() / MARK
    if mark.exists():
        use_demo(mark.parent.resolve(), json.loads(mark.read_text(encoding="utf-8")))


def use_demo(data: Path, record: dict[str, str]) -> None:
    """Work on the invented county in a folder, with the keys of its record."""
    os.environ.update(
        LINLI_DATA=str(data),
        LINLI_DEMO="1",
        LINLI_SECRET=record["secret"],
        LINLI_KEYS=f"demo:{record['key']}",
        LINLI_DATABASE=os.environ.get("LINLI_DEMO_DATABASE", f"sqlite:///{data / 'linli.sqlite3'}"),
    )
