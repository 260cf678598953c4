"""Deployments: which version came where."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.words import Look
from maturity.words.events import Data, Noun
from releases.models import Result

LOOKS: dict[str, tuple[str, str]] = {
    Result.SUCCEEDED: ("ok", "c-ok"),
    Result.FAILED: ("fail", "c-danger"),
    Result.ROLLED_BACK: ("rollback", ""),
}


def _line(data: Data, by: str) -> Look:
    result = str(data.get("result", ""))
    icon, colour = LOOKS.get(result, ("release", ""))
    given = {
        "name": data.get("name", ""),
        "version": data.get("version", ""),
        "where": str(data.get("environment", "")).title(),
        "result": Result(result).label if result in Result.values else "",
        "who": data.get("deployed_by") or by,
    }
    return Look(icon, colour, _("%(name)s %(version)s on %(where)s: %(result)s, by %(who)s") % given)


def _worse(data: Data, _by: str) -> Look:
    given = {
        "name": data.get("name", ""),
        "version": data.get("version", ""),
        "where": str(data.get("environment", "")).title(),
    }
    if data.get("verdict") == "fail":
        return Look("fail", "c-danger", _("%(name)s %(version)s made metrics on %(where)s worse") % given)
    return Look("warn", "c-warn", _("%(name)s %(version)s on %(where)s: metrics are worth a look") % given)


NOUN = Noun(
    "deployments",
    gettext_lazy("Deployments"),
    {"deployment.recorded": _line, "deployment.finished": _line, "deployment.worse": _worse},
)
