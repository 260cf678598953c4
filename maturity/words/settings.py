"""What the settings of the organisation are called, on their page and in the history."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.words import Words

FIELDS: dict[str, Words] = {
    "name": gettext_lazy("Name"),
    "open_read": gettext_lazy("Everybody who signs in may look at everything"),
    "require_mfa": gettext_lazy("Administrators, leads and approvers need a second factor"),
    "time_zone": gettext_lazy("Time zone"),
    "goal_level": gettext_lazy("Level to reach"),
    "scan_stale_days": gettext_lazy("Days until a scan is out of date"),
    "check_stale_days": gettext_lazy("Days until a check is out of date"),
    "lock_minutes": gettext_lazy("Minutes until a held lock is told of"),
    "emergency_contact": gettext_lazy("Whom to call in an emergency"),
}
