"""Cases counted beforehand: how a tally is written, kept right, and read."""
