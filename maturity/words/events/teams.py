"""Teams: who is in them, and which repositories are theirs."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.models import Role
from maturity.words import Look
from maturity.words.events import Data, Noun, named

SOURCES = {
    "codeowners": gettext_lazy("by CODEOWNERS (%(why)s)"),
    "topic": gettext_lazy("by the topic %(why)s"),
}


def _member(data: Data, by: str) -> Look:
    role = str(data.get("role", "")).upper()
    given = {
        "member": data.get("member", ""),
        "who": by,
        "role": Role[role].label if role in Role.names else "",
    }
    new = data.get("new")
    text = _("%(who)s took %(member)s in as %(role)s") if new else _("%(who)s made %(member)s %(role)s")
    return Look("user", "", text % given)


def _left(data: Data, by: str) -> Look:
    return Look("user", "", _("%(member)s taken out by %(who)s") % {"member": data.get("member"), "who": by})


def _moved(data: Data, by: str) -> Look:
    source = SOURCES.get(str(data.get("by")))
    how = source % {"why": data.get("why", "")} if source else _("by %(who)s") % {"who": by}
    if not data.get("to"):
        return Look("repo", "", _("Belongs to no team any more, %(how)s") % {"how": how})
    return Look("repo", "", _("Belongs to the team %(team)s, %(how)s") % {"team": data["to"], "how": how})


def _repository_left(data: Data, _by: str) -> Look:
    text = _("The repository %(repository)s belongs to another team now")
    return Look("repo", "", text % {"repository": data.get("repository", "")})


NOUN = Noun(
    "teams",
    gettext_lazy("Teams"),
    {
        "team.created": named("user", gettext_lazy("Team %(name)s made by %(who)s")),
        "team.changed": named("settings", gettext_lazy("Team %(name)s changed by %(who)s")),
        "team.removed": named("block", gettext_lazy("Team %(name)s removed by %(who)s")),
        "team.member_set": _member,
        "team.member_removed": _left,
        "team.repository_left": _repository_left,
        "repository.moved": _moved,
    },
)
