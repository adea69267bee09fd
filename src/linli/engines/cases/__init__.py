"""Requests of residents from the first word to the confirmed result."""
