"""The plan of an invented town: pure geometry, no database.

The place does not exist. Its coordinates lie in dry country near 102.19 E, 38.52 N; streets, names, people are made up.
"""
