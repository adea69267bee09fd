"""Message catalogues: compiled at start, refreshed and checked while developing.

python -m linli.config.messages make src/linli/channels/portal
python -m linli.config.messages check
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parents[1]


def catalogues() -> list[Path]:
    """Return every catalogue of the project."""
    return sorted(SOURCE.rglob("locale/*/LC_MESSAGES/django.po"))


def compile_all() -> int:
    """Compile catalogues that are newer than their compiled form; return how many."""
    done = 0
    for source in catalogues():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as stream:
            catalogue = read_po(stream)
        waiting = target.with_suffix(f".{os.getpid()}.tmp")
        with waiting.open("wb") as stream:
            write_mo(stream, catalogue)
        waiting.replace(target)
        done += 1
    return done


def untranslated(source: Path) -> list[str]:
    """Return the message ids of a catalogue that have no translation, or a fuzzy one."""
    with source.open("rb") as stream:
        catalogue = read_po(stream)
    return [
        str(m.id)
        for m in catalogue
        if m.id and (not m.string or m.fuzzy or (isinstance(m.string, tuple) and not all(m.string)))
    ]


def message_ids(source: Path) -> set[str]:
    """Return every message id of a catalogue (of plurals the singular)."""
    with source.open("rb") as stream:
        catalogue = read_po(stream)
    return {str(m.id[0] if isinstance(m.id, tuple) else m.id) for m in catalogue if m.id}


def extract(package: Path, workplace: Path) -> set[str]:
    """Return the message ids that the sources of a package hold now, read by xgettext from a copy."""
    copy = workplace / package.name
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("static", "*.mo", "migrations"), dirs_exist_ok=True)
    target = copy / "locale/zh_Hans/LC_MESSAGES/django.po"
    target.unlink(missing_ok=True)
    _run_makemessages(copy)
    found = message_ids(target) if target.exists() else set()
    shutil.rmtree(copy)
    return found


def make(package: Path) -> None:
    """Run makemessages inside a package and print what is left to translate."""
    (package / "locale").mkdir(exist_ok=True)
    _run_makemessages(package)
    catalogue = package / "locale/zh_Hans/LC_MESSAGES/django.po"
    _forget_earlier_words(catalogue)
    for message in untranslated(catalogue):
        sys.stdout.write(f"{message!r}\n")


def _forget_earlier_words(catalogue: Path) -> None:
    """Take out the notes of what a message was before: where catalogues are merged they end up where none may stand."""
    lines = catalogue.read_text(encoding="utf-8").splitlines(keepends=True)
    catalogue.write_text("".join(line for line in lines if not line.startswith("#| ")), encoding="utf-8")


def _run_makemessages(package: Path) -> None:
    admin = Path(sys.executable).with_name("django-admin")
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(  # noqa: S603
        [
            admin,
            "makemessages",
            "--locale",
            "zh_Hans",
            "--no-location",
            "--no-obsolete",
            "--ignore",
            "static/*",
            "-v",
            "0",
        ],
        cwd=package,
        check=True,
        env=environment,
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["make"]:
        make(Path(sys.argv[2]))
    else:
        missing = {str(path.relative_to(SOURCE)): untranslated(path) for path in catalogues()}
        for name, messages in missing.items():
            for message in messages:
                sys.stdout.write(f"{name}: {message!r}\n")
        sys.exit(any(missing.values()))
