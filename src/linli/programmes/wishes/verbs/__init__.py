"""What can be done to wishes."""
