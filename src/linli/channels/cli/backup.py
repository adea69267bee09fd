"""`./linli backup DIR`: database and photos in one folder, while everything runs on."""

import argparse
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from linli.channels.cli.folder import use_folder
from linli.channels.cli.prepare import start_django
from linli.channels.cli.processes import say


def main(arguments: list[str]) -> int:
    """Copy the database (consistently) and the photos to a new folder named by the moment."""
    parser = argparse.ArgumentParser(prog="linli backup", description="备份。 Backup.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", default="", help="数据目录 data folder")
    options = parser.parse_args(arguments)
    use_folder(options.data)
    start_django()
    from django.conf import settings

    from linli.kernel import clock

    target = options.folder / clock.local().strftime("linli-%Y%m%d-%H%M%S")
    target.mkdir(parents=True)
    target.chmod(0o700)
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        with (
            closing(sqlite3.connect(database["NAME"])) as source,
            closing(sqlite3.connect(target / "linli.sqlite3")) as copy,
        ):
            source.backup(copy)
    else:
        _dump(database, target / "linli.dump")
    if Path(settings.MEDIA_ROOT).exists():
        shutil.copytree(settings.MEDIA_ROOT, target / "media")
    say(
        f"备份好了。 Done.  {target}",
        "密钥在设置文件里，请另外保存。 The keys are in the settings file: keep it apart.",
    )
    return 0


def _dump(database: dict[str, Any], target: Path) -> None:
    environment = {
        **os.environ,
        "PGHOST": str(database["HOST"]),
        "PGPORT": str(database["PORT"]),
        "PGUSER": str(database["USER"]),
        "PGPASSWORD": str(database["PASSWORD"]),
        "PGDATABASE": str(database["NAME"]),
    }
    subprocess.run(["pg_dump", "--format=custom", "--file", str(target)], check=True, env=environment)  # noqa: S603, S607
