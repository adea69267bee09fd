"""Accounts, sign-in, roles that come from appointments, timed elevated sessions."""
