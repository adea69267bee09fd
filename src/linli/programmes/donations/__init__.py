"""Gifts in kind and money: written down, thanked with a certificate, shown on a wall to whoever agrees (W5)."""
