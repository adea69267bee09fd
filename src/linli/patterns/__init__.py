"""A county's practice as one readable file, and the invented county made from it."""
