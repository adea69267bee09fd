"""Volunteering on the phone: find something to do, come, be thanked."""
