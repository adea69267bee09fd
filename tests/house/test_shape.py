"""The house rules that a script can check: size, words, hosts, migrations."""

import ast
import re
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from linli.config import messages

LONGEST_FUNCTION = 50
ROOT = Path(__file__).resolve().parents[2]
SOURCES = [path for path in (ROOT / "src").rglob("*.py") if "/migrations/" not in str(path)]
TESTS = list((ROOT / "tests").rglob("*.py")) + list((ROOT / "benchmarks").rglob("*.py"))


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_files_are_small():
    assert [f"{p.relative_to(ROOT)}: {n}" for p in SOURCES if (n := lines_of(p)) > 400] == []
    assert [f"{p.relative_to(ROOT)}: {n}" for p in TESTS if (n := lines_of(p)) > 600] == []
    assert lines_of(ROOT / "src/linli/config/settings.py") <= 250


def test_functions_are_small():
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


@pytest.mark.parametrize(
    "catalogue", messages.catalogues(), ids=lambda p: str(p.relative_to(ROOT / "src/linli").parents[3])
)
def test_catalogue_has_no_gap(catalogue: Path):
    assert messages.untranslated(catalogue) == []


def test_catalogues_hold_every_message(tmp_path: Path):
    """What xgettext finds in the sources now is in the catalogues."""
    missing = []
    for catalogue in messages.catalogues():
        package = catalogue.parents[3]
        known = messages.message_ids(catalogue)
        missing += [
            f"{package.name}: {message!r}" for message in messages.extract(package, tmp_path) if message not in known
        ]
    assert missing == []


def test_packages_with_messages_have_a_catalogue():
    homes = {catalogue.parents[3] for catalogue in messages.catalogues()}
    speaking = re.compile(r"gettext|\{% *(translate|blocktranslate|trans)\b")
    lonely = [
        str(path.relative_to(ROOT))
        for path in [*SOURCES, *(ROOT / "src").rglob("*.html")]
        if speaking.search(path.read_text(encoding="utf-8"))
        and not any(home in path.parents for home in homes)
        and "/config/" not in str(path)
    ]
    assert lonely == []


def test_no_file_names_a_download_host():
    listed = subprocess.run(
        ["git", "ls-files", "*.lock", "*lock.json", "requirements*", "*.toml", ".ci/*", "linli"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    ).stdout.split()
    named = [
        name
        for name in listed
        if re.search(r"https?://|index-url|registry *=", (ROOT / name).read_text(encoding="utf-8"))
        and not name.startswith("src/")
    ]
    assert [name for name in named if name != "linli"] == []


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


def test_templates_load_nothing_from_outside():
    outside = re.compile(r"""(src|href|action)=["'](https?:)?//""")
    assert [
        str(p.relative_to(ROOT))
        for p in (ROOT / "src").rglob("*.html")
        if outside.search(p.read_text(encoding="utf-8"))
    ] == []
