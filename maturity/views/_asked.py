"""What is asked of a host, for pages that show it: right by right, and ready to copy."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from maturity.actions.pulls import everywhere
from maturity.core.permissions import github, gitlab


def asked_of_github(*, secret: bool = False) -> dict[str, Any]:
    """secret: that of the App's webhook is shown, to administrators alone."""
    hook = settings.RUNGS_URL + reverse("maturity:host_hook", args=["github"])
    fields = urlencode(github.form_fields(settings.RUNGS_URL, hook))
    return {
        "rows": github.PERMISSIONS,
        "manifest": github.manifest(settings.RUNGS_URL, hook),
        "hook": hook,
        "secret": everywhere.secret_of_host("github") if secret else "",
        "form": f"https://github.com/settings/apps/new?{fields}",
    }


def asked_of_gitlab(*, secret: bool = False) -> dict[str, Any]:
    return {
        "rows": gitlab.PERMISSIONS, "role": gitlab.ROLE, "events": gitlab.EVENTS,
        "hook": settings.RUNGS_URL + reverse("maturity:host_hook", args=["gitlab"]),
        "secret": everywhere.secret_of_host("gitlab") if secret else "",
    }  # fmt: skip
