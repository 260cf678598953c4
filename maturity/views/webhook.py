"""Setting up a repository's webhook, and whether Rungs may write on its pull requests."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maturity import access
from maturity.actions import pulls
from maturity.core.permissions import github, gitlab
from maturity.models import Host, Role
from maturity.views._http import HtmxHttpRequest, person

# What to tick, as each host calls it.
TICK = {
    Host.GITHUB: tuple(label for label, _ in github.EVENTS.values()),
    Host.GITLAB: gitlab.EVENTS,
}
PLACE = {Host.GITHUB: "/settings/hooks/new", Host.GITLAB: "/-/hooks"}


@access.login
@never_cache
@require_safe
def webhook(request: HtmxHttpRequest, name: str) -> HttpResponse:
    found = access.repository_for_write(request.user, name, Role.LEAD)  # it shows the secret
    host = Host(found.host)
    context = {
        "r": found,
        "events": TICK.get(host, ()),
        "place": f"{found.web_url}{PLACE[host]}" if found.web_url and host in PLACE else "",
        "address": settings.RUNGS_URL + reverse("maturity:hook", args=[host, found.pk]),
        "secret": pulls.secret_of(found),
        "old_until": pulls.old_secret_until(found, timezone.now()),
    }
    return render(request, "maturity/webhook.html", context)


@access.login
@require_POST
def rotate(request: HtmxHttpRequest, name: str) -> HttpResponse:
    pulls.rotate_secret(person(request), access.repository_for_write(request.user, name, Role.LEAD))
    return redirect("maturity:webhook", name)


@access.login
@require_POST
def end_old(request: HtmxHttpRequest, name: str) -> HttpResponse:
    pulls.end_old_secret(person(request), access.repository_for_write(request.user, name, Role.LEAD))
    return redirect("maturity:webhook", name)


@access.login
@require_POST
def comments(request: HtmxHttpRequest, name: str) -> HttpResponse:
    found = access.repository_for_write(request.user, name, Role.LEAD)
    pulls.switch_comments(person(request), found, on=request.POST.get("on") == "1")
    return redirect("maturity:webhook", name)
