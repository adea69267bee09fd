"""Append-only history with a hash chain, the outbox, messages, and the log of looks at personal data."""
