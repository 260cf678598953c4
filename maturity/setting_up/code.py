"""The code itself: whether it is read, and whose it is."""

from __future__ import annotations

from django.utils.translation import gettext as _

from maturity.core.permissions import BY_HOST
from maturity.core.permissions.asked import Need
from maturity.setting_up.step import Situation, State, Step

BY = {"codeowners": "CODEOWNERS"}


def scan(now: Situation) -> Step:
    found = now.repository
    state, told = State.DONE, _("It was scanned.")
    if found.scan_error:
        state, told = State.BROKEN, _("The last scan failed.")
    elif found.last_scanned_at is None:
        state, told = State.OPEN, _("The first scan is under way, or waits for a worker.")
    rights = tuple(one for one in BY_HOST.get(found.host, ()) if one.need == Need.SCAN)
    return Step(
        key="scan", title=_("Read the code"), state=state, told=told, said=found.scan_error, rights=rights,
        brings=_("The level, what blocks the next one, and the evidence."),
        links=(now.of_repository("repository", _("Show the repository")),),
    )  # fmt: skip


def team(now: Situation) -> Step:
    found = now.repository
    told = _("No team looks after it: only administrators may change it.")
    if found.team:
        said = {"team": found.team.name, "source": BY.get(found.team_by, "")}
        told = _("It belongs to %(team)s.") % said
        if said["source"]:
            told = _("It belongs to %(team)s, as %(source)s says.") % said
    return Step(
        key="team", title=_("Say whose it is"), state=State.DONE if found.team else State.OPEN, told=told,
        brings=_("Who may change its settings, and who is told when something happens to it."),
        links=(now.of_repository("repository", _("Change it on its page")),),
    )  # fmt: skip
