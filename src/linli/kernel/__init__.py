"""What every floor needs and none owns: time, money, ids, locks, errors, secrets, paging, search text. No models."""
