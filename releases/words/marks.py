"""How items of a checklist look, and what roles are called in the middle of a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.words import Look, Words
from releases.core.checklist import Kind
from releases.core.standing import Mark

MARKS: dict[str, Look] = {
    Mark.PASSED: Look("ok", "c-ok", gettext_lazy("passed")),
    Mark.FAILED: Look("fail", "c-danger", gettext_lazy("failed")),
    Mark.UNKNOWN: Look("unknown", "c-mute", gettext_lazy("unknown")),
    Mark.NOT_APPLICABLE: Look("minus", "c-mute", gettext_lazy("does not apply")),
    Mark.ERROR: Look("warn", "c-warn", gettext_lazy("could not be judged")),
    Mark.WAIVED: Look("skip", "c-mute", gettext_lazy("waived")),
    Mark.STALE: Look("clock", "c-warn", gettext_lazy("out of date")),
    Mark.PENDING: Look("clock", "c-mute", gettext_lazy("not answered yet")),
}
MINE = Look("sign", "c-info", gettext_lazy("waits for you"))
KINDS: dict[str, Words] = {
    Kind.AUTOMATIC: gettext_lazy("Automatic gates"),
    Kind.ATTESTED: gettext_lazy("Evidence from CI"),
    Kind.MANUAL: gettext_lazy("Sign-offs"),
}
ROLES: dict[str, Words] = {
    "viewer": gettext_lazy("viewer"),
    "engineer": gettext_lazy("engineer"),
    "approver": gettext_lazy("approver"),
    "lead": gettext_lazy("lead"),
    "admin": gettext_lazy("administrator"),
}
