"""Hot issues: messages of many people about one matter at one place, gathered as they come in."""
