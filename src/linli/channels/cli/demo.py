"""`./linli demo`: an invented county, full of life, with one command."""

import argparse
import json
import multiprocessing
import os
import secrets
import shutil
import sys
import time
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from linli.channels.cli.folder import MARK, use_demo
from linli.channels.cli.prepare import collect_static, migrate, start_django
from linli.channels.cli.processes import PORT_TAKEN, Crew, port_is_free, say

if TYPE_CHECKING:
    from multiprocessing.queues import SimpleQueue


def main(arguments: list[str]) -> int:
    """Make the demo county if it is not there, start everything, print how to sign in."""
    root = Path(os.environ.get("LINLI_ROOT", Path.cwd()))
    parser = argparse.ArgumentParser(prog="linli demo", description="试用：一个虚构的县。 Try it: an invented county.")
    parser.add_argument("--port", type=int, default=8000, help="端口 port")
    parser.add_argument("--data", default=str(root / "data" / "demo"), help="数据目录 data folder")
    parser.add_argument("--pattern", default="", help="做法 pattern: jinchang, xixian, chengkou, 文件 FILE")
    parser.add_argument("--cases", type=int, default=3050, help="虚构的事项数 number of invented cases")
    parser.add_argument("--seed", type=int, default=1, help="随机种子 seed")
    parser.add_argument("--fresh", action="store_true", help="清空试用数据重来 start over")
    options = parser.parse_args(arguments)
    data = Path(options.data).resolve()
    if not port_is_free("127.0.0.1", options.port):
        say(PORT_TAKEN.format(port=options.port))
        return 2
    mark = data / MARK
    if data.exists() and any(data.iterdir()) and not mark.exists():
        say(f"{data} 里有别的数据，没有动它。请用 --data 换一个目录。", "There is other data; it was left alone.")
        return 2
    if options.fresh and mark.exists():
        shutil.rmtree(data)
    data.mkdir(parents=True, exist_ok=True)
    record = _record(mark)
    use_demo(data, record)
    os.environ["LINLI_URL"] = f"http://127.0.0.1:{options.port}"
    ready = _made_ready(mark, record, options)
    if ready is None:
        return 1
    crew = Crew("127.0.0.1", options.port)
    crew.start_web(1)  # for one person who looks around; a second process would take memory
    crew.start_worker()
    if not crew.wait_until_ready():
        crew.stop()
        say("没有启动成功，请看上面的提示。 It did not start; see above.")
        return 1
    say(*ready)
    return crew.watch()


def _made_ready(mark: Path, record: dict[str, str], options: argparse.Namespace) -> list[str] | None:
    """Make everything ready in a process of its own, which gives its memory back; None where it failed.

    What only watches over the others afterwards has no use for the product in its memory, nor for a year of building.
    """
    apart = multiprocessing.get_context("spawn")
    answer = apart.SimpleQueue()
    child = apart.Process(target=_make_ready, args=(answer, mark, record, options))
    child.start()
    child.join()
    return answer.get() if child.exitcode == 0 else None


def _make_ready(
    answer: "SimpleQueue[list[str]]", mark: Path, record: dict[str, str], options: argparse.Namespace
) -> None:
    start_django()
    with ThreadPoolExecutor(1) as beside:  # compressing leaves the interpreter to the building, on a core of its own
        static = beside.submit(collect_static)
        _build(mark, record, options)
        static.result()
    answer.put(_sign_ins(options.port))


def _record(mark: Path) -> dict[str, str]:
    """Return the secrets of this demo; a half-made one starts over."""
    if mark.exists():
        record: dict[str, str] = json.loads(mark.read_text(encoding="utf-8"))
        if record.get("ready"):
            return record
        for path in mark.parent.iterdir():
            if path != mark:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    record = {"secret": secrets.token_urlsafe(48), "key": b64encode(secrets.token_bytes(32)).decode(), "ready": ""}
    mark.write_text(json.dumps(record), encoding="utf-8")
    return record


def _build(mark: Path, record: dict[str, str], options: argparse.Namespace) -> None:
    migrate()
    if record["ready"]:
        return
    from linli.patterns import demo, public

    started = time.monotonic()
    say(
        "正在建虚构的县：先建街道、社区、网格和住户，再过一年的日子（约一分钟）…",
        "Making the invented county and a year of its life (about a minute) …",
    )
    public.load(public.named(options.pattern))
    demo.build(seed=options.seed, cases=options.cases, progress=_progress)
    record["ready"] = "yes"
    mark.write_text(json.dumps(record), encoding="utf-8")
    say(f"\r建好了，用了 {time.monotonic() - started:.0f} 秒。 Done in {time.monotonic() - started:.0f} s." + " " * 20)


def _progress(done: int, total: int, words: str = "") -> None:
    if sys.stdout.isatty():
        sys.stdout.write(f"\r  {done * 100 // max(total, 1):3d} %  {words:<24}")
        sys.stdout.flush()


def _sign_ins(port: int) -> list[str]:
    from linli.patterns import demo

    address = f"http://127.0.0.1:{port}"
    return [
        "",
        f"邻里已启动  Linli is running:  {address}/",
        "",
        "居民不用登录就能上报。 Residents report without signing in.",
        f"工作人员登录  Staff sign in:  {address}/accounts/login/",
        "",
        *(f"  {row.username:<12} {demo.PASSWORD:<18} {row.words}  {row.words_en}" for row in demo.SIGN_INS),
        "",
        "人物全部虚构。 All people are invented.     Ctrl-C 停止 stops",
        "",
    ]
