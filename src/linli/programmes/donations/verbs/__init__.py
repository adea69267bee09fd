"""What can be done to gifts."""
