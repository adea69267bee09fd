"""`./linli up`: real use."""

import argparse
import os

from linli.channels.cli.prepare import collect_static, migrate, start_django, web_workers
from linli.channels.cli.processes import PORT_TAKEN, Crew, port_is_free, say
from linli.config import safety
from linli.config.env import Unset


def main(arguments: list[str]) -> int:
    """Start web server and worker with the settings of this place; refuse unsafe ones."""
    parser = argparse.ArgumentParser(prog="linli up", description="正式使用。 Real use.")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址 address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="端口 port")
    parser.add_argument("--settings", default="", help="设置文件 settings file (NAME=value lines)")
    parser.add_argument("--data", default="", help="数据目录 data folder")
    parser.add_argument("--workers", type=int, default=0, help="网页进程数 web processes")
    parser.add_argument("--no-worker", action="store_true", help="不启动后台 without the worker")
    options = parser.parse_args(arguments)
    if options.settings:
        os.environ["LINLI_SETTINGS"] = options.settings
    if options.data:
        os.environ["LINLI_DATA"] = options.data
    try:
        start_django()
    except (Unset, OSError) as error:
        say(f"设置有误，没有启动。 The settings are wrong; not started.\n  {error}")
        return 2
    if found := safety.faults():
        say("设置不安全，没有启动。 Unsafe settings; not started.", *(f"  · {line}" for line in found))
        return 2
    if not port_is_free(options.host, options.port):
        say(PORT_TAKEN.format(port=options.port))
        return 2
    migrate()
    collect_static()
    crew = Crew(options.host, options.port)
    crew.start_web(options.workers or web_workers())
    if not options.no_worker:
        crew.start_worker()
    if not crew.wait_until_ready():
        crew.stop()
        say("没有启动成功，请看上面的提示。 It did not start; see above.")
        return 1
    say(f"邻里已启动。 Linli is running.  http://{options.host}:{options.port}/   Ctrl-C 停止 stops")
    return crew.watch()
