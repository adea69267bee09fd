"""What several benchmarks stand on: databases, a county, servers, load."""
