"""Typed readers of the environment. They fail loudly, with what to set."""

import os
from pathlib import Path


class Unset(RuntimeError):
    """A setting that real use needs is missing or unsafe."""


def load_file(path: Path) -> None:
    """Read NAME=value lines into the environment, without overriding what is already set."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, mark, value = text.partition("=")
        if not mark:
            raise Unset(f"{path}:{number}: NAME=value expected, got {text!r}")
        os.environ.setdefault(name.strip(), value.strip().strip('"'))


def text(name: str, default: str = "") -> str:
    """Return a text setting."""
    return os.environ.get(name, default)


def number(name: str, default: int) -> int:
    """Return a whole-number setting. Raises: Unset."""
    value = os.environ.get(name, "")
    if not value:
        return default
    if not value.lstrip("-").isdigit():
        raise Unset(f"{name} must be a whole number, not {value!r}")
    return int(value)


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes/no setting. Raises: Unset."""
    value = os.environ.get(name, "").lower()
    if not value:
        return default
    if value not in {"1", "0", "true", "false", "yes", "no"}:
        raise Unset(f"{name} must be yes or no, not {value!r}")
    return value in {"1", "true", "yes"}


def listing(name: str, default: str = "") -> list[str]:
    """Return a comma-separated setting as a list without blanks."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def path(name: str, default: Path) -> Path:
    """Return a path setting."""
    value = os.environ.get(name, "")
    return Path(value).expanduser().resolve() if value else default
