"""`./linli guide`: takes the screenshots of the user guide again, from a fresh demo in a temporary folder."""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from PIL import Image

from linli.channels.cli.processes import port_is_free, say

MOST_BYTES = 150_000
COLOURS = (256, 160, 96, 64, 40)
PATIENCE = 600


def main(arguments: list[str]) -> int:
    """Start a demo, run docs/guide/shoot.py against it, make the pictures small, end the demo."""
    root = Path(os.environ.get("LINLI_ROOT", Path.cwd()))
    words = "重新拍用户手册的截图。 Takes the screenshots of the guide again."
    parser = argparse.ArgumentParser(prog="linli guide", description=words)
    parser.add_argument("--port", type=int, default=8790, help="端口 port")
    parser.add_argument("--cases", type=int, default=3050, help="虚构的事项数 number of invented cases")
    parser.add_argument("--address", default="", help="已经在运行的试用 a demo that runs already")
    parser.add_argument("--out", default=str(root / "docs" / "guide" / "images"), help="图片目录 folder")
    parser.add_argument("scenes", nargs="*", help="只拍这几组 only these scenes")
    options = parser.parse_args(arguments)
    script = root / "docs" / "guide" / "shoot.py"
    if not script.exists():
        say(f"没有找到 {script}。", "The script of the guide is missing.")
        return 2
    out = Path(options.out)
    if options.address:
        return _shoot(script, options.address, out, options.scenes)
    if not port_is_free("127.0.0.1", options.port):
        say(f"端口 {options.port} 已被占用，请用 --port 换一个。", "This port is taken; choose another with --port.")
        return 2
    with tempfile.TemporaryDirectory(prefix="linli-guide-") as data:
        demo = _start(Path(data), options.port, options.cases)
        try:
            address = f"http://127.0.0.1:{options.port}"
            return _shoot(script, address, out, options.scenes) if _ready(demo, address) else 1
        finally:
            demo.send_signal(signal.SIGINT)
            demo.wait(timeout=60)


def _start(data: Path, port: int, cases: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "linli.channels.cli", "demo", "--port", str(port)]
    return subprocess.Popen(  # noqa: S603
        [*command, "--data", str(data / "demo"), "--cases", str(cases)],
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def _ready(demo: subprocess.Popen[str], address: str) -> bool:
    """Wait for the line that says where the demo listens; go on reading, so that it never waits for us."""
    said = threading.Event()

    def hear() -> None:
        for line in demo.stdout or ():
            if f"{address}/" in line:
                said.set()
        said.set()

    threading.Thread(target=hear, daemon=True).start()
    if said.wait(PATIENCE) and demo.poll() is None:
        return True
    say("试用没有启动成功。", "The demo did not start.")
    return False


def _shoot(script: Path, address: str, out: Path, scenes: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="linli-shots-") as place:
        command = [sys.executable, str(script), address, place, *scenes]
        code = subprocess.run(command, check=False).returncode  # noqa: S603
        if code:
            return code
        out.mkdir(parents=True, exist_ok=True)
        for taken in sorted(Path(place).glob("*.png")):
            make_small(taken, out / taken.name)
    say(f"截图在 {out}", f"The pictures are in {out}")
    return 0


def make_small(taken: Path, target: Path) -> None:
    """Keep as many colours as fit into the size a page of the guide may ask its reader to load."""
    with Image.open(taken) as opened:
        picture = opened.convert("RGB")
    for colours in COLOURS:
        reduced = picture.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        reduced.save(target, optimize=True)
        if target.stat().st_size <= MOST_BYTES:
            return
    half = picture.resize((picture.width * 3 // 4, picture.height * 3 // 4), Image.Resampling.LANCZOS)
    half.quantize(COLOURS[2], method=Image.Quantize.MEDIANCUT).save(target, optimize=True)
