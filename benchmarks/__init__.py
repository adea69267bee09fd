"""Benchmarks: speed and quality at a stated size, measured beside the best known peer in the same run."""
