"""Sign-offs: given, withdrawn, over."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.words import Look, Words
from maturity.words.events import Data, Noun

ENDS: dict[str, Words] = {
    "stale": gettext_lazy("what is released changed"),
    "expired": gettext_lazy("its time was over"),
    "left": gettext_lazy("they may not sign off any more"),
    "replaced": gettext_lazy("they said something else"),
}


def _ended(data: Data, _by: str) -> Look:
    how = str(data.get("how", ""))
    given = {"name": data.get("name", ""), "person": data.get("person", ""), "how": ENDS.get(how, how)}
    return Look("warn", "c-warn", _("%(name)s: the word of %(person)s ended, as %(how)s") % given)


def _revoked(data: Data, by: str) -> Look:
    given = {"name": data.get("name", ""), "who": by, "person": data.get("person", "")}
    return Look("x", "", _("%(name)s: %(who)s withdrew the word of %(person)s") % given)


NOUN = Noun(
    "signoffs",
    gettext_lazy("Sign-offs"),
    {"signoff.ended": _ended, "signoff.revoked": _revoked},
)
