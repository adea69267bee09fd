"""The invented county: drawn, staffed and lived in for a year, all through the verbs, from one seed."""

from linli.patterns.demo.build import build
from linli.patterns.demo.signs import PASSWORD, SIGN_INS

__all__ = ["PASSWORD", "SIGN_INS", "build"]
