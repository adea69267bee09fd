"""Micro-wishes (微心愿): small, real, quick; somebody claims one, brings it, and is thanked."""
