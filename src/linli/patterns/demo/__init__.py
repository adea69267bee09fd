"""The invented county: drawn, staffed and lived in for a year, all through the verbs, from one seed."""
