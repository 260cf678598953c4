"""The stacks of a release as gatherers need them: one query, and names that tell them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from maturity.models import Stack
from maturity.models.stacks import StackQuerySet
from releases.models import Release


def touched(release: Release) -> StackQuerySet:
    """Those named for its application and the environment it goes to."""
    targets = {"targets__application": release.application_id, "targets__environment": release.to_environment}
    found = Stack.objects.filter(**targets).select_related("repository")
    return found.defer("sketch", "calendar", "variables").order_by(
        "repository__name", "directory", "name", "pk"
    )


def names_of(stacks: Iterable[Stack]) -> dict[int, str]:
    """With the repository when there are several, with the environment when the rest is the same."""
    every = list(stacks)
    several = len({one.repository_id for one in every}) > 1
    plain = {one.pk: _name(one, several=several) for one in every}
    seen = Counter(plain.values())
    return {
        one.pk: plain[one.pk] if seen[plain[one.pk]] == 1 else f"{plain[one.pk]} {one.environment}".strip()
        for one in every
    }


def _name(stack: Stack, *, several: bool) -> str:
    """One that is the whole repository is called like it."""
    if stack.label == ".":
        return stack.repository.name
    return f"{stack.repository.name}/{stack.label}" if several else stack.label


def page(name: str, *args: Any) -> str:
    """A page of ours, from the root: rows outlive the name that people reach us by."""
    return reverse(name, args=args)


def settings_page(release: Release, part: str = "stacks") -> str:
    """Where the application says which stacks it touches, and what may be destroyed ("exemptions")."""
    return f"{page('releases:application', release.application.slug)}#{part}"
