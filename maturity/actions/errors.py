"""What an action will not do."""

from __future__ import annotations


class Refused(Exception):
    """One sentence for the person who asked."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
