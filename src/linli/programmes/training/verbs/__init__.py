"""What can be done to courses and by whoever learns."""
