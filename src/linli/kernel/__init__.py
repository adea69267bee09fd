"""What every floor needs and no floor owns: time, money, ids, locks, errors, secrets, paging, search text. No models."""
