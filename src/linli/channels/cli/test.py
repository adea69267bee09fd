"""`./linli test`: the tests on SQLite, again on a private PostgreSQL, and in a browser, where these are installed."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from linli.channels.cli import postgres
from linli.channels.cli.processes import say
from linli.config import messages

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_TESTS = 5


def main(arguments: list[str]) -> int:
    """Run every suite that can run here; say which cannot and why."""
    parser = argparse.ArgumentParser(prog="linli test", description="运行测试。 Runs the tests.")
    parser.add_argument("--only", choices=["sqlite", "postgresql", "browser"], help="只跑这一组 only this suite")
    parser.add_argument("--processes", default=str(os.cpu_count() or 2), help="并行进程数 parallel processes")
    options, rest = parser.parse_known_args(arguments)
    messages.compile_all()
    chosen = [options.only] if options.only else ["sqlite", "postgresql", "browser"]
    results: dict[str, str] = {}
    failed = False
    for suite in chosen:
        code = SUITES[suite](options.processes, rest)
        results[suite] = {None: "没有跑 not run", 0: "通过 passed", NO_TESTS: "没有匹配的测试 no test matched"}.get(
            code, "没通过 FAILED"
        )
        failed = failed or code not in {None, 0, NO_TESTS}
    say("", *(f"{suite:<12} {words}" for suite, words in results.items()))
    return int(failed)


def _pytest(environment: dict[str, str], *arguments: str) -> int:
    root = Path(os.environ.get("LINLI_ROOT", Path.cwd()))
    data = tempfile.mkdtemp(prefix="linli-test-")
    try:
        command = [sys.executable, "-m", "pytest", *arguments]
        return subprocess.run(  # noqa: S603
            command, cwd=root, env={**os.environ, "LINLI_DATA": data, **environment}, check=False
        ).returncode
    finally:
        shutil.rmtree(data, ignore_errors=True)


def _sqlite(processes: str, rest: list[str]) -> int | None:
    say("— SQLite —")
    return _pytest({"LINLI_DATABASE": ""}, "-m", "not browser", "-n", processes, *rest)


def _postgresql(processes: str, rest: list[str]) -> int | None:
    say("— PostgreSQL —")
    if postgres.binaries() is None:
        say("没有安装 PostgreSQL 服务器，这一组没有跑。 No PostgreSQL server is installed; this suite was not run.")
        return None
    with postgres.private_server() as url:
        return _pytest({"LINLI_DATABASE": url}, "-m", "not browser", "-n", processes, *rest)


def _browser(_processes: str, rest: list[str]) -> int | None:
    say("— 浏览器 Browser —")
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        say("没有找到 Chromium，浏览器测试没有跑。 No Chromium found; the browser tests were not run.")
        return None
    return _pytest({"LINLI_DATABASE": "", "LINLI_BROWSER": found}, "-m", "browser", *rest)


SUITES = {"sqlite": _sqlite, "postgresql": _postgresql, "browser": _browser}
