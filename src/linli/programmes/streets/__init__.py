"""Adopted streets (包街): a unit looks after a stretch of street, walks it, and what it finds becomes cases."""
