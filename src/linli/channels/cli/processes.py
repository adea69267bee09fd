"""Start web server and worker as child processes, wait until they answer, stop them together."""

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import FrameType

READY_SECONDS = 60
STOP_SECONDS = 8
FRUGAL = {
    "MALLOC_ARENA_MAX": "2",  # each thread keeps a heap of its own otherwise, and gives little of it back
    "MALLOC_MMAP_THRESHOLD_": "131072",  # it grows with use otherwise: large blocks then leave holes in the heap
}
THREADS = "8"  # of a web process: what comes while one of them writes is written together
PORT_TAKEN = "端口 {port} 已被占用，请用 --port 换一个。 Port {port} is taken; choose another with --port."


def say(*lines: str) -> None:
    """Print to the person at the terminal at once."""
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def port_is_free(host: str, port: int) -> bool:
    """Say whether a server could listen there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


@dataclass
class Crew:
    """The child processes of one run. When one ends, all end."""

    host: str
    port: int
    members: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    stopping: threading.Event = field(default_factory=threading.Event)

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start one child in its own process group, so that Ctrl-C reaches it once, from us."""
        environment = {**FRUGAL, **os.environ}
        self.members[name] = subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603

    def start_web(self, workers: int) -> None:
        """Start granian with the WSGI application."""
        self.start(
            "web",
            [
                sys.executable,
                "-m",
                "granian",
                "linli.config.wsgi:application",
                "--interface",
                "wsgi",
                "--host",
                self.host,
                "--port",
                str(self.port),
                "--workers",
                str(workers),
                "--blocking-threads",
                THREADS,
                "--respawn-failed-workers",
                "--no-access-log",
                "--log-level",
                "warning",
                "--workers-kill-timeout",
                "5",
            ],
        )

    def start_worker(self) -> None:
        """Start the worker: outbox, clocks, mail, seals."""
        self.start("worker", [sys.executable, "-m", "linli.channels.cli", "worker"])

    def wait_until_ready(self) -> bool:
        """Ask /healthz until it answers 200, a child dies, or a minute is over."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104
        address = f"http://{host}:{self.port}/healthz"
        for _attempt in range(READY_SECONDS * 5):
            if self.dead():
                return False
            try:
                with urllib.request.urlopen(address, timeout=2) as answer:
                    if answer.status == 200:
                        return True
            except (urllib.error.URLError, OSError):
                pass
            self.stopping.wait(0.2)
        return False

    def dead(self) -> list[str]:
        """Return the names of children that have ended."""
        return [name for name, child in self.members.items() if child.poll() is not None]

    def watch(self) -> int:
        """Wait for Ctrl-C, a stop signal, or the end of a child; then stop all. Return the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._asked_to_stop)
        while not self.stopping.wait(0.5):
            if ended := self.dead():
                say(f"{', '.join(ended)} 意外停止，正在全部停止。 {', '.join(ended)} ended by itself; stopping all.")
                self.stop()
                return 1
        self.stop()
        return 0

    def _asked_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping.set()

    def stop(self) -> None:
        """Ask every child to end; end what does not."""
        for child in self.members.values():
            if child.poll() is None:
                child.terminate()
        for child in self.members.values():
            try:
                child.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
