"""The three lists (三大清单): what residents need, what can be given, and the projects that bring both together."""
