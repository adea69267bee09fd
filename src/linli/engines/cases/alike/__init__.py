"""What makes two cases alike: their words, their place and their time, kept in one index."""
