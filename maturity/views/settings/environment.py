"""What the servers were started with, to look at: nothing here can be changed from a page."""

from __future__ import annotations

import platform
from datetime import datetime
from typing import Any

import django
from django.conf import settings
from django.core.checks import run_checks
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maturity import access
from maturity.actions import watching
from maturity.models import Role


@access.login
@never_cache
@require_safe
def environment(request: HttpRequest) -> HttpResponse:
    access.expect(request.user, Role.ADMIN)
    now = timezone.now()
    context: dict[str, Any] = {
        "now": now,
        "variables": sorted(settings.RUNGS_ENVIRONMENT.values()),
        "versions": _versions(),
        "house": watching.look(now),
        "trouble": watching.trouble(now),
        "late": _late(now),
        "findings": run_checks(include_deployment_checks=True),
    }
    return render(request, "maturity/settings_environment.html", context)


def _late(now: datetime) -> datetime:
    """Who was last alive before that is missing: three signs of life were left out."""
    return now - 4 * watching.EVERY


def _versions() -> dict[str, str]:
    embedded = settings.BROKER_URL.startswith("sqlite:")
    return {
        "Rungs": settings.RUNGS_VERSION,
        "Python": platform.python_version(),
        "Django": django.get_version(),
        connection.display_name: ".".join(map(str, connection.get_database_version())),
        **({_("Queue"): _("embedded, in a file")} if embedded else {"Redis": _("holds the queue")}),
        **watching.programs(),
    }
