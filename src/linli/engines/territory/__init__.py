"""Areas, boundaries, buildings, and who serves where. Knows nothing of cases."""
