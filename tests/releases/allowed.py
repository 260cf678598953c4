"""What may start, by plain rules over what was done: never by what the rows say."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from maturity.models import Role
from releases.core.gate import LETTING, Outcome
from tests.releases.scene import ROLES

HOUR = timedelta(hours=1)


class Model:
    """Of each version: who agreed to which item when, who objected, wrote it, waived it, what CI said."""

    def __init__(self) -> None:
        self.now = timezone.now()
        self.yes: dict[tuple[str, str, str], datetime] = {}
        self.no: set[tuple[str, str, str]] = set()
        self.ci: dict[str, tuple[bool, datetime]] = {}
        self.waived: dict[str, tuple[str, datetime]] = {}
        self.wrote: dict[str, set[str]] = {"2.14.0": {"lin"}, "2.15.0": {"lin"}}
        self.gate = Outcome.PASSED
        self.role = dict(ROLES)

    def forget(self, version: str) -> None:
        """What is released changed."""
        self.yes = {key: at for key, at in self.yes.items() if key[0] != version}
        self.no = {key for key in self.no if key[0] != version}
        self.attempted(version)

    def attempted(self, version: str) -> None:
        """A new attempt is checked anew; what people said of the same subject holds."""
        self.ci.pop(version, None)
        self.waived.pop(version, None)

    def may_go(self, version: str, starter: str = "") -> bool:
        waiver = self.waived.get(version)
        in_force = waiver is not None and waiver[1] > self.now
        out = self.wrote[version] | {starter} | ({waiver[0]} if waiver and in_force else set())
        good, at = self.ci.get(version, (False, self.now))
        return (
            len(self._agreeing(version, "") - out) >= 2
            and len(self._agreeing(version, "ops.owner") - out) >= 1
            and not any(key[0] == version for key in self.no)
            and good and self.now - at <= 24 * HOUR
            and (self.gate in LETTING or in_force)
        )  # fmt: skip

    def _agreeing(self, version: str, item: str) -> set[str]:
        return {
            name for (of, key, name), at in self.yes.items()
            if (of, key) == (version, item) and at <= self.now < at + 48 * HOUR
            and self.role.get(name, Role.VIEWER) >= Role.APPROVER
        }  # fmt: skip
