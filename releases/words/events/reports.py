"""What tools of CI found."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maturity.words import Look
from maturity.words.events import Data, Noun


def _taken(data: Data, by: str) -> Look:
    what = data.get("tool") or data.get("about") or ""
    words = gettext_lazy("CI sent a report: %(what)s %(commit)s")
    return Look("check", "", str(words) % {"what": what, "commit": str(data.get("commit", ""))[:7]})


NOUN = Noun("reports", gettext_lazy("Reports of CI"), {"report.taken": _taken})
