"""Sign-offs and waivers: given, withdrawn, over."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.words import Look, Words
from maturity.words.events import Data, Noun, named

ENDS: dict[str, Words] = {
    "stale": gettext_lazy("what is released changed"),
    "expired": gettext_lazy("its time was over"),
    "left": gettext_lazy("they may not sign off any more"),
    "used": gettext_lazy("the release went on"),
    "replaced": gettext_lazy("they said something else"),
}


def _given(data: Data, by: str) -> Look:
    given = {"name": data.get("name", ""), "who": by, "item": data.get("item", "")}
    if data.get("item"):
        return Look("sign", "c-ok", _("%(name)s: %(who)s signed %(item)s off") % given)
    return Look("sign", "c-ok", _("%(name)s signed off by %(who)s") % given)


def _rejected(data: Data, by: str) -> Look:
    given = {"name": data.get("name", ""), "who": by, "item": data.get("item", "")}
    if data.get("item"):
        return Look("block", "c-danger", _("%(name)s: %(who)s rejected %(item)s") % given)
    return Look("block", "c-danger", _("%(name)s: %(who)s objects") % given)


def _waived(data: Data, by: str) -> Look:
    given = {"name": data.get("name", ""), "who": by, "item": data.get("item", "")}
    return Look("skip", "", _("%(name)s: %(who)s waived %(item)s") % given)


def _ended(data: Data, _by: str) -> Look:
    how = str(data.get("how", ""))
    given = {"name": data.get("name", ""), "person": data.get("person", ""), "how": ENDS.get(how, how)}
    return Look("warn", "c-warn", _("%(name)s: the word of %(person)s ended, as %(how)s") % given)


def _revoked(data: Data, by: str) -> Look:
    given = {"name": data.get("name", ""), "who": by, "person": data.get("person", "")}
    return Look("x", "", _("%(name)s: %(who)s withdrew the word of %(person)s") % given)


NOUN = Noun(
    "signoffs",
    gettext_lazy("Sign-offs and waivers"),
    {
        "signoff.given": _given,
        "signoff.rejected": _rejected,
        "signoff.ended": _ended,
        "signoff.revoked": _revoked,
        "item.waived": _waived,
        "waiver.ended": named("x", gettext_lazy("%(name)s: a waiver was ended by %(who)s")),
    },
)
