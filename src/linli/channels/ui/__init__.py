"""What the portal, the desk and the console share: theme, page frame, work row, clock, verb forms, map."""
