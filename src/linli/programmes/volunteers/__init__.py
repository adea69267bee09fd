"""Volunteers: registered, in teams, at activities; their hours and points; the shop; certificates."""
