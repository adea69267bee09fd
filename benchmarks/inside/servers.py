"""Web servers to measure: started as the product starts its own, with the CPU and memory of all their processes."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

import psutil

from linli.channels.cli.postgres import free_port
from linli.channels.cli.processes import FRUGAL, THREADS


@contextmanager
def served(
    application: str, *, workers: int, threads: str = THREADS, **environment: str
) -> Iterator[tuple[int, psutil.Process]]:
    """Serve a WSGI application with granian; yield its port and its first process."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", application, "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", str(workers), "--blocking-threads", threads, "--no-access-log",
        "--log-level", "warning",
    ]  # fmt: skip
    server = subprocess.Popen(command, env={**FRUGAL, **os.environ, **environment})
    try:
        _wait(port, server)
        yield port, psutil.Process(server.pid)
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _attempt in range(300):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
        except urllib.error.HTTPError:
            return
        except (urllib.error.URLError, OSError):
            Event().wait(0.1)
            continue
        return
    raise RuntimeError("the server did not start")


def family(process: psutil.Process) -> list[psutil.Process]:
    """Return a process with everything it started."""
    return [process, *process.children(recursive=True)]


def cpu_seconds(*roots: psutil.Process) -> float:
    """Return the CPU time all processes below some have used so far, those that ended included."""
    total = 0.0
    for root in roots:
        for one in family(root):
            try:
                used = one.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += used.user + used.system
    return total


def postgres_server() -> psutil.Process | None:
    """Return the PostgreSQL server that this process started, if it did."""
    return next((one for one in psutil.Process().children() if "postgres" in one.name()), None)
