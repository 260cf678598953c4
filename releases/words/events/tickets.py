"""Tickets: given out, and shown."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.words import Look
from maturity.words.events import Data, Noun


def _issued(data: Data, _by: str) -> Look:
    given = {"name": data.get("name", ""), "step": data.get("step", "")}
    return Look("shield", "", _("%(name)s: ticket issued for %(step)s %%") % given)


def _used(data: Data, _by: str) -> Look:
    given = {"name": data.get("name", ""), "step": data.get("step", "")}
    return Look("run", "", _("%(name)s: ticket used for %(step)s %%") % given)


NOUN = Noun("tickets", gettext_lazy("Tickets"), {"ticket.issued": _issued, "ticket.used": _used})
