"""How a report comes in: place found, class given, routed, and dispatched at once where a rule says so."""
