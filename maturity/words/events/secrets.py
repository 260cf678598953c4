"""What keeps secrets."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maturity.words import Look, grouped
from maturity.words.events import Data, Noun


def _rotated(data: Data, _by: str) -> Look:
    anew, lost = int(data.get("anew") or 0), int(data.get("lost") or 0)
    text = ngettext("%(n)s secret sealed anew", "%(n)s secrets sealed anew", anew) % {"n": grouped(anew)}
    if not lost:
        return Look("lock", "", text)
    missing = ngettext("%(n)s could not be opened", "%(n)s could not be opened", lost) % {"n": grouped(lost)}
    return Look("lock", "c-warn", _("%(done)s; %(missing)s") % {"done": text, "missing": missing})


NOUN = Noun("secrets", gettext_lazy("Secrets at rest"), {"secrets.rotated": _rotated})
