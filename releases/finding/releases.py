"""Releases, by a piece of their version or of what is released: "ai-shell 2.14"."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from maturity.access import Person
from maturity.finding import OF_EACH, Hit, Kind
from releases import access, links
from releases.core.state import OVER


def find(user: Person, q: str) -> Iterator[Hit]:
    """The newest first, of each version its last attempt."""
    found = access.releases_for(user).exclude(application__archived=True)
    for word in q.split():
        found = found.filter(Q(version__icontains=word) | Q(application__name__icontains=word))
    rows = found.order_by("-created_at", "-pk").values_list(
        "application__name", "application__slug", "version", "state"
    )
    seen: set[tuple[str, str]] = set()
    for name, slug, version, state in rows[: OF_EACH * 2]:
        if (slug, version) in seen or len(seen) == OF_EACH:
            continue
        seen.add((slug, version))
        note = _("release") if state in OVER else _("release, open")
        yield Hit("play", f"{name} {version}", note, links.path_of(slug, version))


KIND = Kind(26, find)
