"""The command that proves the history whole knows the keys of its folder, or says that it has none."""

import json
import os
from base64 import b64encode
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from linli.channels.cli import check
from linli.channels.cli.folder import use_folder
from linli.engines.journal import public as journal
from linli.kernel.actor import SYSTEM

OURS = f"ours:{b64encode(bytes(range(32))).decode()}"
NAMES = ("LINLI_DATA", "LINLI_DEMO", "LINLI_SECRET", "LINLI_KEYS", "LINLI_DATABASE", "LINLI_DEMO_DATABASE")


@pytest.fixture
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the environment be as it was afterwards."""
    for name in NAMES:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


@pytest.fixture
def sealed(db: None, settings) -> None:
    """A history that was sealed with keys of its own."""
    settings.CRYPTO_KEYS = [OURS]
    journal.record(kind="case.reported", stream="case:1", by=SYSTEM, path="", data={})
    assert journal.seal_due(grace=timedelta(0)) == 1


@pytest.mark.usefixtures("nothing_set")
def test_an_invented_county_brings_its_keys(tmp_path: Path) -> None:
    (tmp_path / "demo.json").write_text(json.dumps({"secret": "s" * 40, "key": "a2V5", "ready": "yes"}))
    use_folder(str(tmp_path))
    assert os.environ["LINLI_KEYS"] == "demo:a2V5"
    assert os.environ["LINLI_SECRET"] == "s" * 40
    assert os.environ["LINLI_DATABASE"] == f"sqlite:///{tmp_path / 'linli.sqlite3'}"


@pytest.mark.usefixtures("nothing_set")
def test_another_folder_keeps_to_its_settings_file(tmp_path: Path) -> None:
    use_folder("")
    assert "LINLI_DATA" not in os.environ
    use_folder(str(tmp_path))
    assert os.environ["LINLI_DATA"] == str(tmp_path)
    assert "LINLI_KEYS" not in os.environ


def test_with_its_keys_the_history_is_whole(sealed: None, capsys) -> None:
    assert check.main([]) == 0
    assert "whole" in capsys.readouterr().out


def test_without_keys_it_says_so_and_accuses_nobody(sealed: None, settings, capsys) -> None:
    settings.CRYPTO_KEYS = ["unsafe:bm90LXNlY3JldC1ub3Qtc2VjcmV0LW5vdC1zZWNyZXQ="]
    assert check.main([]) == 2
    told = capsys.readouterr().out
    assert "LINLI_KEYS" in told
    assert "seal_changed" not in told
    assert "whole" not in told


def test_without_keys_a_changed_event_is_still_found(sealed: None, settings, capsys) -> None:
    settings.CRYPTO_KEYS = ["unsafe:bm90LXNlY3JldC1ub3Qtc2VjcmV0LW5vdC1zZWNyZXQ="]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_event SET kind = 'case.closed'")
    assert check.main([]) == 1
    told = capsys.readouterr().out
    assert "'changed'" in told
    assert "LINLI_KEYS" in told


def test_with_other_keys_the_seal_is_named(sealed: None, settings, capsys) -> None:
    settings.CRYPTO_KEYS = [f"other:{b64encode(bytes(32)).decode()}"]
    assert check.main([]) == 1
    assert "seal_changed" in capsys.readouterr().out
