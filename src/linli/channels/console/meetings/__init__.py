"""Joint meetings in the console: who sits in them, the sittings, and the matrix of their tasks."""
