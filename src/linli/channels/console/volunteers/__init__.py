"""Volunteering in the console: what is planned, who volunteers, time to confirm, teams, the shop, the books."""
