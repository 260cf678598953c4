"""What an action will not do."""

from __future__ import annotations


class Refused(Exception):
    """One sentence for the person who asked. status: of the page, or the answer, that says it."""

    status = 422

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    @staticmethod
    def because(why: object) -> Refused:
        """Of what `core` found wrong, which begins small there and has no full stop."""
        text = str(why)
        return Refused(f"{text[:1].upper()}{text[1:]}.")
