"""What `benchmarks/planner.py` measures."""
