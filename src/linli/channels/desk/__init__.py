"""For grid leaders, building heads, workers and unit handlers: phone."""
