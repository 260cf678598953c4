"""Sign-offs and waivers: given, withdrawn, over."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.words import Look, Words, engine
from maturity.words.events import Data, Noun
from releases.core.known import AUTHORS, RESUME

ENDS: dict[str, Words] = {
    "stale": gettext_lazy("what is released changed"),
    "expired": gettext_lazy("its time was over"),
    "left": gettext_lazy("they may not sign off any more"),
    "used": gettext_lazy("the release went on"),
    "replaced": gettext_lazy("they said something else"),
}
NAMED: dict[str, Words] = {
    AUTHORS: gettext_lazy("Authors of the commits"),
    RESUME: gettext_lazy("Going on after it was held"),
}


def _about(data: Data, by: str) -> dict[str, object]:
    """item: by its title; older events know its key alone."""
    key = str(data.get("item") or "")
    item = NAMED.get(key) or engine.said(str(data.get("title") or key))
    return {"name": data.get("name", ""), "who": by, "item": item}


def _given(data: Data, by: str) -> Look:
    if data.get("item"):
        return Look("sign", "c-ok", _("%(name)s: %(who)s signed off “%(item)s”") % _about(data, by))
    return Look("sign", "c-ok", _("%(name)s signed off by %(who)s") % _about(data, by))


def _rejected(data: Data, by: str) -> Look:
    if data.get("item"):
        return Look("block", "c-danger", _("%(name)s: %(who)s rejected “%(item)s”") % _about(data, by))
    return Look("block", "c-danger", _("%(name)s: %(who)s objects") % _about(data, by))


def _waived(data: Data, by: str) -> Look:
    return Look("skip", "", _("%(name)s: %(who)s waived “%(item)s”") % _about(data, by))


def _unwaived(data: Data, by: str) -> Look:
    return Look("x", "", _("%(name)s: %(who)s ended the waiver of “%(item)s”") % _about(data, by))


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
        "waiver.ended": _unwaived,
    },
)
