"""Feature flags."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maturity.words import Look, Words
from maturity.words.events import Data, Line, Noun, named

ICON = "flag"


def _changed(data: Data, by: str) -> Look:
    """The default in code, or where it stands in an environment."""
    given = {
        "name": data.get("name", ""), "who": by, "where": str(data.get("environment", "")).title(),
        "before": data.get("before") or _("nothing"), "after": data.get("after") or _("nothing"),
    }  # fmt: skip
    if not data.get("environment"):
        return Look(ICON, "", _("Default of %(name)s: %(before)s became %(after)s") % given)
    if data.get("source") == "person":
        text = _("%(name)s on %(where)s: %(before)s became %(after)s, said by %(who)s")
    else:
        text = _("%(name)s on %(where)s: %(before)s became %(after)s")
    return Look(ICON, "", text % given)


def _many(one: Words, singular: str, plural: str) -> Line:
    """A line of one flag by its name, or of several by their number."""

    def words(data: Data, by: str) -> Look:
        n, keys = int(data.get("n") or 1), ", ".join(str(key) for key in list(data.get("keys") or [])[:3])
        given = {"n": n, "keys": keys, "app": data.get("application", ""), "name": data.get("name", "")}
        return Look(ICON, "", str(one) % given if n == 1 else ngettext(singular, plural, n) % given)

    return words


def _place(text: Words) -> Line:
    def words(data: Data, by: str) -> Look:
        where = str(data.get("environment", "")).title()
        return Look(ICON, "", str(text) % {"name": data.get("name", ""), "who": by, "where": where})

    return words


NOUN = Noun(
    "flags",
    gettext_lazy("Feature flags"),
    {
        "flag.appeared": _many(
            gettext_lazy("Flag %(name)s appeared in code of %(app)s"),
            "%(n)s flag appeared in code of %(app)s: %(keys)s",
            "%(n)s flags appeared in code of %(app)s: %(keys)s",
        ),
        "flag.gone": _many(
            gettext_lazy("Flag %(name)s is gone from code of %(app)s"),
            "%(n)s flag is gone from code of %(app)s: %(keys)s",
            "%(n)s flags are gone from code of %(app)s: %(keys)s",
        ),
        "flag.changed": _changed,
        "flag.edited": named(ICON, gettext_lazy("Flag %(name)s described anew by %(who)s")),
        "flag.forgotten": named(ICON, gettext_lazy("Flag %(name)s taken from the list by %(who)s")),
        "flag.source_added": _place(
            gettext_lazy("States of flags on %(where)s are read from %(name)s, added by %(who)s")
        ),
        "flag.source_removed": _place(
            gettext_lazy("States of flags on %(where)s are no longer read from %(name)s, by %(who)s")
        ),
    },
)
