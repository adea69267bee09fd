"""Access models."""

from linli.engines.access.models.account import Account, ElevatedRequest, ElevatedSession, Token

__all__ = ["Account", "ElevatedRequest", "ElevatedSession", "Token"]
