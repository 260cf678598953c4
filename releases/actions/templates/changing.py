"""Changing a template: each change is a new version, and no version ever changes."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.actions import Refused
from maturity.models import Organisation, Team, User
from maturity.models.organisations import ONLY
from releases.access import Owner
from releases.actions.errors import Overtaken
from releases.actions.telling import tell_owner
from releases.actions.templates.applying import parent_of, template_of
from releases.core import checklist as lists
from releases.core import checklist_rules
from releases.core.checklist import MOST_ITEMS, Checklist
from releases.core.checklist_changes import How, changes
from releases.core.gate import all_gates
from releases.models import Application, ChecklistTemplate, ChecklistVersion

EMPTY = Checklist()
TOLD = 20  # keys in an Event


def save_version(
    by: User, owner: Owner, checklist: Checklist, *, base: int, note: str = ""
) -> ChecklistVersion | None:
    """The next version of the owner's template; None when it says nothing new.

    base  the number of the version it was made from; 0 when there was none
    Raises Overtaken when another version came meanwhile, Refused for what a list cannot say.
    """
    with transaction.atomic():
        template = _locked(owner)
        current = template.current
        if base != (current.number if current else 0):
            raise Overtaken(_("Somebody changed the checklist meanwhile: look at it as it is now."))
        before = current.checklist if current else EMPTY
        if lists.digest_of(checklist) == lists.digest_of(before):
            return None
        _check(owner, before, checklist)
        version = _next(by, template, checklist, note)
        told = _told(owner, before, checklist)
        _tell("checklist.changed", by, owner, version=version.number, note=note, **told)
    return version


def remove_template(by: User, owner: Owner) -> None:
    """From now on the list above it holds. Its versions stay for releases that name them. Harmless twice."""
    with transaction.atomic():
        template = _locked(owner)
        if template.current is not None:
            number, template.current = template.current.number, None
            template.save(update_fields=["current"])
            _tell("checklist.removed", by, owner, version=number)


def _locked(owner: Owner) -> ChecklistTemplate:
    """Whoever it is of is locked, so that two changes at a time come one after the other."""
    if owner.application is not None:
        Application.objects.select_for_update().get(pk=owner.application.pk)
    elif owner.team is not None:
        Team.objects.select_for_update().get(pk=owner.team.pk)
    else:
        Organisation.objects.get_or_create(pk=ONLY)
        Organisation.objects.select_for_update().get(pk=ONLY)
    return template_of(owner) or ChecklistTemplate.objects.create(
        team=owner.team, application=owner.application, created_at=timezone.now()
    )


def _check(owner: Owner, before: Checklist, after: Checklist) -> None:
    wrong = checklist_rules.problem(after, all_gates())
    if wrong:
        raise Refused(wrong)
    parent = parent_of(owner)
    unknown = set(after.without) - set(before.without) - {item.key for item in parent.items}
    if unknown:
        text = _("There is no item %(key)s above it that could be left out.")
        raise Refused(text % {"key": min(unknown)})
    if len(lists.merged([parent, after]).items) > MOST_ITEMS:
        raise Refused(_("A checklist has at most %(n)s items.") % {"n": MOST_ITEMS})


def _next(by: User, template: ChecklistTemplate, checklist: Checklist, note: str) -> ChecklistVersion:
    last: int = template.versions.aggregate(last=Max("number"))["last"] or 0
    version = ChecklistVersion.objects.create(
        template=template, number=last + 1, body=lists.packed(checklist), digest=lists.digest_of(checklist),
        note=note[:200], created_by=by, created_at=timezone.now(),
    )  # fmt: skip
    template.current = version
    template.save(update_fields=["current"])
    return version


def _told(owner: Owner, before: Checklist, after: Checklist) -> dict[str, list[str]]:
    """Which keys of all that holds are new, different and gone; "" for who has to agree."""
    parent = parent_of(owner)
    found = changes(lists.merged([parent, before]), lists.merged([parent, after]))
    return {
        word: [one.key for one in found if one.how is how][:TOLD]
        for word, how in (("added", How.ADDED), ("changed", How.CHANGED), ("removed", How.LEFT_OUT))
    }


def _tell(kind: str, by: User, owner: Owner, **data: Any) -> None:
    subject = owner.name or "organisation"
    tell_owner(
        kind, by, owner.team, owner.application, subject=subject, at=timezone.now(), of=owner.of, **data
    )
