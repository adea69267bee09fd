"""The command line behind the launcher."""
