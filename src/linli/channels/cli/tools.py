"""`./linli tools prepare`: makes the environment with the tools of development, and compiles the catalogues."""

from linli.config import messages


def main(_arguments: list[str]) -> int:
    """Do what is left to do after the launcher has installed the packages."""
    messages.compile_all()
    return 0
