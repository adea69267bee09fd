"""Orders in the console: all of an area, who takes them, and the catalogue."""
