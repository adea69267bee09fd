"""Joint meetings (联席会议): units of a place meet; what they agree on becomes one task for each of them."""
