"""Sets of routing rules: drafts, their replay, the day from which they count, and what counted before."""
