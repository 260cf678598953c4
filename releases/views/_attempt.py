"""Which attempt at a version an address or a form means."""

from __future__ import annotations

from django.http import HttpRequest

from maturity.views._http import pk_of


def attempt_of(request: HttpRequest) -> int | None:
    """None: the last one."""
    return pk_of(request.POST.get("attempt") or request.GET.get("attempt", "")) or None
