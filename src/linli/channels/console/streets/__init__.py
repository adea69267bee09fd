"""Adopted streets in the console."""
