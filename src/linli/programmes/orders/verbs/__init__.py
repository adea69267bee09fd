"""What can be done to orders: one file per step of their life."""
