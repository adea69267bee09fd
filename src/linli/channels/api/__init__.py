"""For machines: documented by OpenAPI."""
