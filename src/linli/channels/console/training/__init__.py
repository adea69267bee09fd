"""Free training in the console: courses, who learns, who to ask after three and six months, sums."""
