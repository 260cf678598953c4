"""What goes wrong at the rim, in words a person can act on."""

from __future__ import annotations

OURS = "Rungs itself failed; its log has the details."  # what is told of an error nobody foresaw


class AdapterError(Exception):
    """One sentence saying what failed.

    permanent  trying again without changing anything will fail again
    """

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.message = message
        self.permanent = permanent
