"""Pages of hot issues: what many people write about, and where."""
