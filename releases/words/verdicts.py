"""How verdicts look, and when a deployment is looked at."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.words import Look, Words
from releases.core.verdict import Verdict
from releases.core.windows import DAY, FIRST, HOUR

VERDICTS: dict[str, Look] = {
    Verdict.PASS: Look("ok", "c-ok", gettext_lazy("as before")),
    Verdict.MARGINAL: Look("warn", "c-warn", gettext_lazy("worth a look")),
    Verdict.FAIL: Look("fail", "c-danger", gettext_lazy("worse")),
    Verdict.INCONCLUSIVE: Look("unknown", "c-mute", gettext_lazy("cannot be said")),
}
NOT_YET = Look("clock", "c-mute", gettext_lazy("not judged yet"))
NOT_LOOKED = Look("minus", "c-mute", gettext_lazy("not measured"))
MARKS: dict[int, Words] = {
    FIRST: gettext_lazy("5 minutes after"),
    HOUR: gettext_lazy("60 minutes after"),
    DAY: gettext_lazy("24 hours after"),
}
