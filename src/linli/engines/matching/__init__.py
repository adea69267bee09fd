"""Matching: who gives what to whom, best for all together; pure computing, knows no tables."""
