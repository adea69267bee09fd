"""What can be done around registrations."""
