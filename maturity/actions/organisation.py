"""What administrators decide for everybody."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from maturity.actions.rows import clean
from maturity.models import Event, Organisation, User
from maturity.models.organisations import ONLY

Value = str | int | bool


def change_organisation(by: User | None, wanted: Mapping[str, Value]) -> list[str]:
    """Set these fields of the organisation; one Event for each that is another now. Their names."""
    unknown = set(wanted) - set(Organisation.columns())
    if unknown:
        raise ValueError(f"the organisation has no {sorted(unknown)}")
    now = timezone.now()
    with transaction.atomic():
        Organisation.objects.get_or_create(pk=ONLY)
        row = Organisation.objects.select_for_update().get(pk=ONLY)
        changed = [name for name, value in wanted.items() if getattr(row, name) != value]
        for name in changed:
            data = clean({"field": name, "old": getattr(row, name), "new": wanted[name]})
            Event.objects.create(kind="settings.changed", actor=by, subject=name, data=data, at=now)
            setattr(row, name, clean(wanted[name]))
        row.save(update_fields=changed)
    return changed
