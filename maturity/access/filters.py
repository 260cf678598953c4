"""Filters that people saved: a person's own; of others not even administrators ask."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from maturity.models import SavedFilter, User
from maturity.models.people import SavedFilterQuerySet


def saved_filters_for(user: User) -> SavedFilterQuerySet:
    return SavedFilter.objects.filter(user=user)


def saved_filter_for(user: User, pk: int) -> SavedFilter:
    return get_object_or_404(saved_filters_for(user), pk=pk)
