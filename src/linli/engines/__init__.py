"""What communities have in common. Engines know no programme."""
