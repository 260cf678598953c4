"""What an action will not do, when somebody else was faster."""

from __future__ import annotations

from maturity.actions.errors import Refused


class Overtaken(Refused):
    """The release is no longer what the person looked at: they are shown what it is now."""

    status = 409
