"""`./linli job`: one piece of long work in a process of its own; the worker starts it."""

import argparse

from linli.channels.cli.prepare import start_django
from linli.channels.cli.processes import say
from linli.kernel.errors import LinliError


def main(arguments: list[str]) -> int:
    """Do one job and end."""
    parser = argparse.ArgumentParser(
        prog="linli job", description="做一件后台的活（由后台启动）。 One piece of long work; the worker starts it."
    )
    parser.add_argument("id", type=int, help="编号 number of the job")
    parser.add_argument("--lease", default="", help="后台给的凭据 given by the worker")
    options = parser.parse_args(arguments)
    start_django()
    from linli.config.jobs import run_child

    try:
        return run_child(options.id, options.lease)
    except LinliError as error:
        say(str(error.message))
        return 2
