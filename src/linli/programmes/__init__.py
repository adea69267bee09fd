"""Practices composed from engines. Programmes never import one another."""
