"""The three lists in the console: lists, matching, projects, months."""
