"""Releases: how they came to be, and how they moved."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.words import Look
from maturity.words.events import Data, Noun, named


def _superseded(data: Data, _by: str) -> Look:
    given = {"name": data.get("name", ""), "newer": data.get("newer") or _("a newer version")}
    return Look("skip", "", _("%(name)s gave way: %(newer)s went first") % given)


def _bypassed(data: Data, _by: str) -> Look:
    given = {"name": data.get("name", ""), "version": data.get("deployed") or _("another version")}
    return Look("warn", "c-danger", _("%(name)s: %(version)s came to Prod without a ticket") % given)


def _reached(data: Data, _by: str) -> Look:
    given = {"name": data.get("name", ""), "step": data.get("step", "")}
    return Look("ok", "", _("%(name)s has %(step)s %% of the traffic") % given)


NOUN = Noun(
    "releases",
    gettext_lazy("Releases"),
    {
        "release.submitted": named("clock", gettext_lazy("%(name)s submitted by %(who)s")),
        "release.started": named("run", gettext_lazy("%(name)s started by %(who)s")),
        "release.reached": _reached,
        "release.held": named("pause", gettext_lazy("%(name)s is held")),
        "release.resumed": named("run", gettext_lazy("%(name)s resumed by %(who)s")),
        "release.completed": named("ok", gettext_lazy("%(name)s is in Prod with all of the traffic")),
        "release.rejected": named("block", gettext_lazy("%(name)s rejected by %(who)s")),
        "release.superseded": _superseded,
        "release.abandoned": named("x", gettext_lazy("%(name)s given up by %(who)s")),
        "release.bypassed": _bypassed,
        "release.opened": named("release", gettext_lazy("%(name)s opened by %(who)s")),
        "release.ready": named("ok", gettext_lazy("%(name)s passed its checks and waits for sign-off")),
        "release.approved": named("ok", gettext_lazy("%(name)s is signed off and may start")),
        "release.unsettled": named("warn", gettext_lazy("%(name)s fell back: something it needs was lost")),
    },
)
