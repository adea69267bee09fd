"""The work some benchmarks measure, imported once Django is up."""
