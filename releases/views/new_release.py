"""Opening a release: which version goes to Prod, and what it replaces there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maturity.access import expect_somewhere, login
from maturity.actions import Refused
from maturity.models import Role
from maturity.views._http import HtmxHttpRequest, person, varied, wants_fragment
from releases import access, links
from releases.actions.checking import run_checks
from releases.actions.opening import open_release
from releases.actions.previewing import preview
from releases.actions.rollouts.planning import plan_of
from releases.forms.releases import ReleaseForm
from releases.models import Application, Deployment
from releases.tasks import send_readings
from releases.views._login import login_of

OFFERED = 200
VERSIONS = 20


@login
@require_http_methods(["GET", "HEAD", "POST"])
def new_release(request: HtmxHttpRequest) -> HttpResponse:
    """Of the application that `?app=` names; without one, a choice of applications.

    As a fragment: the rollback plan that the version would begin with.
    """
    expect_somewhere(request.user, Role.ENGINEER)
    slug = request.POST.get("app") or request.GET.get("app", "")
    if not slug:
        found = access.applications_where(request.user, Role.ENGINEER).order_by("name")[:OFFERED]
        return render(request, "releases/choose_application.html", {"applications": found})
    application = access.application_for_write(request.user, slug, Role.ENGINEER)
    if wants_fragment(request, "way"):
        return _preview(request, application)
    if request.method != "POST":
        return _page(
            request, application, ReleaseForm(initial={**_asked(request), "steps": _steps(application)})
        )
    form = ReleaseForm(request.POST)
    if form.is_valid():
        try:
            given = {**form.wanted(), "login": login_of(request)}
            release = open_release(person(request), application, **given)
            run_checks(release, timezone.now())
            send_readings(release)
            return redirect(links.release_path(release))
        except Refused as refusal:
            form.add_error(None, refusal.message)
    return _page(request, application, form, status=422)


def _asked(request: HttpRequest) -> dict[str, str]:
    return {"version": request.GET.get("version", "")[:100]}


def _steps(application: Application) -> str:
    return ", ".join(str(one) for one in plan_of(application).steps)


def _page(
    request: HttpRequest, application: Application, form: ReleaseForm, status: int = 200
) -> HttpResponse:
    versions = _versions(application)
    chosen, newest = form["version"].value(), versions[0].version if versions else ""
    context: dict[str, Any] = {
        "application": application,
        "form": form,
        "versions": versions,
        "chosen": next((one.version for one in versions if one.version == chosen), newest),
        "there": application.deployments.serving("prod").first(),
        "now": timezone.now(),
    }
    if "preview" in request.GET and context["chosen"]:
        context["preview"] = preview(application, context["chosen"], context["now"])
    return varied(render(request, "releases/new_release.html", context, status=status))


def _preview(request: HttpRequest, application: Application) -> HttpResponse:
    """Only of what came to Stage: of anything else nothing is known before somebody names it."""
    version = request.GET.get("version", "").replace("\0", "")[:100]
    there = application.deployments.serving("stage").filter(version=version).exists()
    found = preview(application, version, timezone.now()) if there else None
    context = {"application": application, "preview": found, "chosen": version if there else ""}
    return varied(render(request, "releases/_preview.html", context))


def _versions(application: Application) -> list[Deployment]:
    """What came to Stage, newest first, each version once."""
    rows = application.deployments.serving("stage")[: VERSIONS * 3]
    return list({row.version: row for row in reversed(rows)}.values())[::-1][:VERSIONS]
