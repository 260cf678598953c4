"""Every secret in the database sealed anew, with the first of the keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from msgspec import Struct

from maturity.models import Event
from maturity.models.sealed import Sealed, SealedField, Unreadable, resealed
from maturity.stores import all_stores

BATCH = 200


class Column(Struct, frozen=True):
    """Where secrets lie, and how one value of it is sealed anew; that raises Unreadable."""

    model: type[models.Model]
    field: str
    anew: Callable[[Any], Any]

    @property
    def name(self) -> str:
        return f"{self.model._meta.db_table}.{self.field}"


class Found(Struct):
    """anew: how many were sealed anew. lost: rows, by primary key, whose key is gone; they are left alone."""

    column: str
    rows: int
    anew: int
    lost: list[Any]


def columns() -> Iterator[Column]:
    """All sealed columns of all installed apps, and what `maturity.stores` knows of others."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            for field in model._meta.local_concrete_fields:
                if isinstance(field, SealedField):
                    yield Column(model, field.attname, lambda value: value and Sealed(resealed(value)))
    for store in all_stores():
        yield Column(apps.get_model(store.model), store.field, store.resealed)


def reseal() -> Iterator[Found]:
    """Column by column, in small transactions: others go on working, and a run that was stopped goes on where
    it was. What is sealed with the first key already is left alone."""
    told = {"anew": 0, "lost": 0}
    for column in columns():
        found = _reseal(column)
        told["anew"] += found.anew
        told["lost"] += len(found.lost)
        yield found
    if any(told.values()):
        Event.objects.create(kind="secrets.rotated", subject="", data=told, at=timezone.now())


def _reseal(column: Column) -> Found:
    found = Found(column.name, 0, 0, [])
    every = column.model._base_manager.order_by("pk")
    rows, last = every, None
    while True:
        with transaction.atomic():
            keys = list(rows.values_list("pk", flat=True)[:BATCH])
            held = every.select_for_update().filter(pk__in=keys).values_list("pk", column.field)
            for pk, value in held:
                _one(column, pk, value, found)
        if len(keys) < BATCH:
            return found
        last = keys[-1]
        rows = every.filter(pk__gt=last)


def _one(column: Column, pk: Any, value: Any, found: Found) -> None:
    found.rows += 1
    try:
        anew = column.anew(value)
    except Unreadable:
        found.lost.append(pk)
        return
    if anew != value:
        column.model._base_manager.filter(pk=pk).update(**{column.field: anew})
        found.anew += 1
