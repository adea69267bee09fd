"""Migrations of patterns."""
