"""Setting a connected repository up: a checklist with what each step brings, what it asks for, and a test."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from maturity import access, setting_up
from maturity.actions.trying import try_step
from maturity.models import Repository, Role
from maturity.views._http import HtmxHttpRequest, person


@access.login
@require_GET
def setup(request: HtmxHttpRequest, name: str) -> HttpResponse:
    found = access.repository_for_write(request.user, name, Role.LEAD)
    return _page(request, found)


@access.login
@require_POST
def test(request: HtmxHttpRequest, name: str) -> HttpResponse:
    """Ask the provider, and show what it says. Posted: it makes requests elsewhere."""
    found = access.repository_for_write(request.user, name, Role.LEAD)
    key = request.POST.get("step", "")
    tried = try_step(person(request), found, key) if key in setting_up.TESTED else []
    if not request.htmx:
        return _page(request, found, tested=key, tried=tried)
    return render(request, "maturity/_tried.html", {"key": key, "tried": tried})


def _page(request: HtmxHttpRequest, repository: Repository, **more: object) -> HttpResponse:
    steps = setting_up.steps(person(request), repository)
    wanted = [one for one in steps if one.state != setting_up.State.UNNEEDED]
    done = sum(one.state == setting_up.State.DONE for one in wanted)
    context = {
        "r": repository, "steps": steps, "done": done, "wanted": len(wanted), "testable": setting_up.TESTED,
        **more,
    }  # fmt: skip
    return render(request, "maturity/repository_setup.html", context)
