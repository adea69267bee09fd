"""A private PostgreSQL for the tests: own folder, free loopback port, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "80",
    "shared_buffers": "256MB",
    "unix_socket_directories": "",
}


def binaries() -> Path | None:
    """Return the folder of the newest installed server binaries, or None."""
    roots = [path / "bin" for path in Path("/usr/lib/postgresql").glob("*")]
    roots += [path / "bin" for path in Path("/opt/homebrew/opt").glob("postgresql*")]
    if found := shutil.which("initdb"):
        roots.append(Path(found).resolve().parent)
    complete = [root for root in roots if (root / "initdb").exists() and (root / "postgres").exists()]
    return (
        max(complete, key=lambda root: [int(part) for part in root.parent.name.split(".") if part.isdigit()] or [0])
        if complete
        else None
    )


def free_port() -> int:
    """Return a free loopback port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _user() -> str | None:
    """PostgreSQL refuses to run as root: return another user to run as when we are root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def private_server() -> Iterator[str]:
    """Start a server and yield its URL; stop it and remove its folder at the end.

    Raises: RuntimeError when no server is installed.
    """
    folder = binaries()
    if folder is None:
        raise RuntimeError("no PostgreSQL server binaries")
    user = _user()
    base = Path(tempfile.mkdtemp(prefix="linli-pg-"))
    if user:
        shutil.chown(base, user)
    home, port = base / "data", free_port()
    try:
        subprocess.run(  # noqa: S603
            [folder / "initdb", "-D", home, "-U", "linli", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
            check=True,
            stdout=subprocess.DEVNULL,
            user=user,
            cwd=base,
        )
        settings = [part for name, value in OPTIONS.items() for part in ("-c", f"{name}={value}")]
        log = (base / "log").open("wb")
        server = subprocess.Popen(  # noqa: S603
            [folder / "postgres", "-D", home, "-h", "127.0.0.1", "-p", str(port), *settings],
            stdout=log,
            stderr=log,
            user=user,
            cwd=base,
        )
        try:
            _wait(folder, port, server)
            yield f"postgresql://linli@127.0.0.1:{port}/postgres"
        finally:
            server.terminate()
            server.wait(timeout=20)
            log.close()
    finally:
        shutil.rmtree(base, ignore_errors=True)


def _wait(folder: Path, port: int, server: "subprocess.Popen[bytes]") -> None:
    for _attempt in range(200):
        if server.poll() is not None:
            break
        asked = subprocess.run([folder / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False)  # noqa: S603
        if asked.returncode == 0:
            return
        try:
            server.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            continue
    raise RuntimeError("the private PostgreSQL did not start")
