"""`./linli reseal`: after a new key was put first in LINLI_KEYS, seal all personal data with it."""

import argparse

from linli.channels.cli.folder import use_folder
from linli.channels.cli.prepare import start_django
from linli.channels.cli.processes import say


def main(arguments: list[str]) -> int:
    """Reseal every engine's personal data; the old key may be removed afterwards."""
    parser = argparse.ArgumentParser(prog="linli reseal", description="换密钥。 Key rotation.")
    parser.add_argument("--data", default="", help="数据目录 data folder")
    options = parser.parse_args(arguments)
    use_folder(options.data)
    start_django()
    from linli.engines.cases import public as cases
    from linli.engines.journal import public as journal

    total = journal.reseal() + cases.reseal()
    say(f"重新加密了 {total} 项。 {total} values sealed anew.")
    return 0
