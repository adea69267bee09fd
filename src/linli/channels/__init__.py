"""How people and machines reach Linli. No rules of the business here."""
