"""Checklist templates: which list an application has, and how the parts of it change."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from releases.core import checklist as lists
from releases.core import default_checklist
from releases.core.checklist import Checklist
from releases.models import Application, ChecklistTemplate

Pinned = list[dict[str, Any]]  # {"of": "default", "organisation", "team", "application", "version", "digest"}
OF_DEFAULT, OF_ORGANISATION, OF_TEAM, OF_APPLICATION = "default", "organisation", "team", "application"


def checklist_for(application: Application) -> tuple[Checklist, Pinned]:
    """The whole list of this application now, and the versions it is made of."""
    ours = default_checklist.DEFAULT
    parts = [ours]
    digest = lists.digest_of(ours)
    pinned: Pinned = [{"of": OF_DEFAULT, "version": default_checklist.NUMBER, "digest": digest}]
    for of, template in templates_of(application):
        if template.current is not None:
            parts.append(template.current.checklist)
            number, digest = template.current.number, template.current.digest
            pinned.append({"of": of, "version": number, "digest": digest})
    return lists.merged(parts), pinned


def templates_of(application: Application) -> list[tuple[str, ChecklistTemplate]]:
    """What is laid upon the default list for this application, in that order."""
    where = Q(team=None, application=None) | Q(application=application)
    if application.team_id is not None:
        where |= Q(team=application.team_id)
    found = ChecklistTemplate.objects.filter(where).select_related("current")
    named = [(_of(one), one) for one in found]
    return sorted(named, key=lambda pair: (OF_ORGANISATION, OF_TEAM, OF_APPLICATION).index(pair[0]))


def _of(template: ChecklistTemplate) -> str:
    if template.application_id is not None:
        return OF_APPLICATION
    return OF_ORGANISATION if template.team_id is None else OF_TEAM
