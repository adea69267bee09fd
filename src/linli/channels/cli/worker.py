"""`./linli worker`: the worker alone."""

import argparse

from linli.channels.cli.prepare import start_django


def main(arguments: list[str]) -> int:
    """Run the worker until it is asked to stop."""
    parser = argparse.ArgumentParser(
        prog="linli worker", description="后台：发消息、走时限。 The worker: messages and clocks."
    )
    parser.add_argument("--settings", default="", help="设置文件 settings file")
    options = parser.parse_args(arguments)
    start_django(**({"LINLI_SETTINGS": options.settings} if options.settings else {}))
    from linli.config.worker import run

    run()
    return 0
