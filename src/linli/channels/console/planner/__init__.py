"""Console pages of the grid planner: nets of departments, plans, their adoption."""
