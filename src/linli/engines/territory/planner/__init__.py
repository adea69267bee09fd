"""The grid planner: proposes grids that tile an area, evenly loaded, with estates whole and borders along streets."""
