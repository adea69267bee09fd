"""For residents: phone first, large type, no account needed."""
