"""What can be done around joint meetings."""
