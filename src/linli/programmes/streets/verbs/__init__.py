"""What can be done around adopted streets."""
