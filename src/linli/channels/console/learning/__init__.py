"""Pages where the county lets its classes be learned, looks at what came of it, and decides how far to trust it."""
