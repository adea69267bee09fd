"""Databases to measure on: a SQLite file, and a private PostgreSQL that is gone afterwards or stays in a folder."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linli.channels.cli import postgres

POSTGRESQL, SQLITE = "postgresql", "sqlite"


def engines(wanted: str) -> list[str]:
    """Return which databases to measure on: the one that is named, or all that are installed."""
    if wanted:
        return [wanted]
    return [SQLITE, *([POSTGRESQL] if postgres.binaries() is not None else [])]


@contextmanager
def database(engine: str, folder: Path) -> Iterator[str]:
    """Yield the address of a database that lives in a folder; a PostgreSQL server runs as long as the block."""
    if engine == SQLITE:
        yield f"sqlite:///{folder / 'linli.sqlite3'}"
        return
    with _server(folder) as url:
        yield url


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    """Start a server on a folder of ours, made where there is none: settings as for the tests, but durable commits.

    Raises: RuntimeError when no server is installed, or it does not start.
    """
    binaries = postgres.binaries()
    if binaries is None:
        raise RuntimeError("no PostgreSQL server is installed")
    user = postgres._user()  # noqa: SLF001 (the server refuses to run as root)
    home, port = folder / "postgresql", postgres.free_port()
    if not home.exists():
        home.mkdir(parents=True)
        _give(home, user)
        made = [binaries / "initdb", "-D", home, "-U", "linli", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL, user=user, cwd="/")
    durable = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
    roomy = {"shared_buffers": "512MB", "max_wal_size": "4GB", "checkpoint_timeout": "30min"}
    settings = {**postgres.OPTIONS, **durable, **roomy}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (folder / "postgresql.log").open("wb") as log:
        command = [binaries / "postgres", "-D", home, "-h", "127.0.0.1", "-p", str(port), *options]
        server = subprocess.Popen(command, stdout=log, stderr=log, user=user, cwd="/")
        try:
            postgres._wait(binaries, port, server)  # noqa: SLF001
            yield f"postgresql://linli@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGINT)  # it does not wait for those still connected
            server.wait(timeout=60)


def _give(home: Path, user: str | None) -> None:
    """Let another user reach and own a folder."""
    if user is None:
        return
    shutil.chown(home, user)
    for above in home.parents:
        if above != above.parent and above.stat().st_uid == os.geteuid():
            above.chmod(above.stat().st_mode | 0o011)


@contextmanager
def temporary() -> Iterator[Path]:
    """Yield a folder that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="linli-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
