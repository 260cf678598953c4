"""Which checklist an application has, and what each template is laid upon."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from django.db.models import Q

from releases.access import ORGANISATION, Owner
from releases.core import checklist as lists
from releases.core import default_checklist
from releases.core.checklist import Checklist
from releases.core.gate import all_gates
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


def template_of(owner: Owner) -> ChecklistTemplate | None:
    """With its current version. None while it never had one."""
    found = ChecklistTemplate.objects.filter(team=owner.team, application=owner.application)
    return found.select_related("current").first()


def parent_of(owner: Owner) -> Checklist:
    """The whole list that this template is laid upon."""
    above = [] if owner.of == "organisation" else [ORGANISATION]
    if owner.application is not None and owner.application.team is not None:
        above.append(Owner("team", team=owner.application.team))
    found = [template_of(one) for one in above]
    parts = [one.current.checklist for one in found if one is not None and one.current is not None]
    return lists.merged([default_checklist.DEFAULT, *parts])


def soak_hours(applications: Sequence[Application]) -> dict[int, int]:
    """By the id of each application, how long a version has to run on Stage: one query for all of them."""
    teams = {one.team_id for one in applications if one.team_id}
    where = Q(team=None, application=None) | Q(team__in=teams) | Q(application__in=applications)
    found = ChecklistTemplate.objects.filter(where, current__isnull=False).select_related("current")
    parts = {(one.team_id, one.application_id): one.current.checklist for one in found if one.current}
    ours = default_checklist.DEFAULT
    hours = {}
    for one in applications:
        laid = [parts.get((None, None)), parts.get((one.team_id, None)) if one.team_id else None,
                parts.get((None, one.pk))]  # fmt: skip
        changed = [part for part in laid if part is not None]
        hours[one.pk] = _soak(lists.merged([ours, *changed]) if changed else ours)
    return hours


def _soak(checklist: Checklist) -> int:
    """0 when nothing asks for a soak time."""
    gate = all_gates()["stage_soak"]
    asked = [item for item in checklist.items if item.gate == gate.key]
    try:
        return max(
            (getattr(msgspec.convert(one.params, gate.params), "hours", 0) for one in asked), default=0
        )
    except msgspec.ValidationError:  # the gate says so on the release
        return 0
