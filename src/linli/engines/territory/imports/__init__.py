"""Files that people bring: reading them, matching their columns, taking rows in one by one."""
