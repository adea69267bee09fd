"""Verbs: one file each. check -> lock -> change -> record."""
