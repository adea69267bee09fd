"""The pages of the 15-minute circle: points of service, reach, gaps, best next places, what-if."""
