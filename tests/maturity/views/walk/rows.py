"""All rows of the apps as plain values, to see whether anything changed."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import DateTimeField

# Made anew each time, or counted by the database itself.
RANDOM = {"id", "digest", "hint", "external_id", "password", "last_login", "data", "secret"}
# Numbers of rows that are made in the same step: PostgreSQL gives none out twice, also when it is undone.
NUMBERED = {"deployment_id", "template_id", "current_id"}


def dump() -> dict[str, list[str]]:
    """Without Events: those only say what was done."""
    found = {}
    models = [one for app in ("maturity", "releases") for one in apps.get_app_config(app).get_models()]
    for model in models:
        if model.__name__ != "Event":
            names = [one.attname for one in model._meta.concrete_fields if _told(one)]
            found[model.__name__] = sorted(map(repr, model._default_manager.values_list(*names)))
    return found


def _told(field: Any) -> bool:
    return not isinstance(field, DateTimeField) and not {field.name, field.attname} & (RANDOM | NUMBERED)
