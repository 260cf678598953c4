"""Applications: a list, and a page for each with everything that is known of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maturity import access as maturity_access
from maturity.access import expect_somewhere, login, may
from maturity.actions import Refused
from maturity.models import Repository, Role, User
from maturity.models.stacks import StackQuerySet
from maturity.views._http import page_of, person
from releases import access
from releases.actions import applications as actions
from releases.actions.rollouts.planning import plan_of
from releases.core.environments import Environment, environment_of
from releases.forms.applications import ApplicationForm, ExemptionForm, ServiceForm, filled, service_form
from releases.forms.rollouts import rollout_form
from releases.models import Application, Service, Target

Sent = tuple[Environment, ServiceForm] | None
PAGE, OFFERED, STACKS, EXEMPTIONS = 100, 200, 300, 100


@login
@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    number, q = page_of(request.GET.get("page", "")), request.GET.get("q", "").strip()[:200]
    found = access.applications_for(request.user).matching(q.replace("\0", ""))
    counted = {one.value: Count("targets", filter=Q(targets__environment=one.value)) for one in Environment}
    start = (number - 1) * PAGE
    rows = list(found.select_related("team", "repository").annotate(**counted)[start : start + PAGE + 1])
    context = {
        "rows": rows[:PAGE],
        "q": q,
        "following": number + 1 if len(rows) > PAGE else None,
        "previous": number - 1,
    }
    return render(request, "releases/applications.html", context)


@login
@require_http_methods(["GET", "HEAD", "POST"])
def new_application(request: HttpRequest) -> HttpResponse:
    expect_somewhere(request.user, Role.LEAD)
    choices = _choices(person(request))
    form = ApplicationForm(request.POST or None, initial={"repository": _asked(request)}, **choices)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_application(person(request), form.wanted())
            messages.success(request, _("Added. Next, CI tells which version came to Stage: see Pipelines."))
            return redirect("releases:application", made.slug)
        except Refused as refusal:
            form.add_error("name", refusal.message)
    context = {"form": form, "repositories": _offered(person(request))}
    return render(request, "releases/new_application.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest) -> str:
    return request.GET.get("repository", "")[:200]


@login
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, slug: str) -> HttpResponse:
    if request.method != "POST":
        return page(request, access.application_for(request.user, slug))
    found = access.application_for_write(request.user, slug, Role.LEAD)
    form = ApplicationForm(request.POST, kept=found.repository, **_choices(person(request)))
    if form.is_valid():
        try:
            changed = actions.change_application(person(request), found, form.wanted())
            messages.success(request, _("Saved.") if changed else _("Nothing was different."))
            return redirect("releases:application", slug)
        except Refused as refusal:
            form.add_error("name", refusal.message)
    return page(request, access.application_for(request.user, slug), form=form)


@login
@require_POST
def remove_application(request: HttpRequest, slug: str) -> HttpResponse:
    found = access.application_for_write(request.user, slug, Role.LEAD)
    try:
        actions.remove_application(person(request), found)
    except Refused as refusal:
        return page(request, found, refused=refusal.message)
    return redirect("releases:applications")


def page(request: HttpRequest, found: Application, *, sent: Sent = None, **wrong: Any) -> HttpResponse:
    """`wrong` is what was sent and cannot be: a form with errors, or `refused`, one sentence.

    sent  the form of the service of an environment that cannot be
    """
    targets = list(found.targets.select_related("stack__repository"))
    context: dict[str, Any] = {"a": found, "targets": targets}
    context["rollout"] = plan_of(found)
    context["exemptions"] = found.exemptions.order_by("-until", "-pk")[:EXEMPTIONS]
    if may(request.user, Role.LEAD, found.team):
        context |= _forms(request, found, targets, sent)
    else:
        context["services"] = found.services.order_by("environment")
    status = 422 if wrong or sent else 200
    return render(request, "releases/application.html", {**context, **wrong}, status=status)


def _forms(request: HttpRequest, found: Application, targets: list[Target], sent: Sent) -> dict[str, Any]:
    """What a lead may change."""
    user = person(request)
    source = _source(request, found)
    return {
        "leads": True,
        "form": filled(found, **_choices(user)),
        "repositories": _offered(user),
        "source": source,
        "stacks": _stacks(user, targets, source),
        "services": _services(user, found, sent),
        "exemption_form": ExemptionForm(),
        "rollout_form": rollout_form(plan_of(found)),
    }


def _choices(user: User) -> dict[str, Any]:
    teams = maturity_access.teams_where(user, Role.LEAD).order_by("name")
    repositories = maturity_access.repositories_for(user)
    return {"teams": teams, "repositories": repositories, "free": user.is_superuser}


def _offered(user: User) -> list[str]:
    found = maturity_access.repositories_for(user).order_by("name")
    return list(found.values_list("name", flat=True)[:OFFERED])


def _source(request: HttpRequest, found: Application) -> Repository | None:
    """Whose stacks are offered: its own repository's, or those of the one that is asked for."""
    asked = request.GET.get("stacks_of", "").replace("\0", "")[:200]
    if not asked:
        return found.repository
    return maturity_access.repositories_for(request.user).filter(name=asked).first()


def _stacks(user: User, targets: list[Target], source: Repository | None) -> list[dict[str, Any]]:
    """Each stack of it, where it belongs now, and where its environment says it would."""
    if source is None:
        return []
    known = {one.stack_id: one.environment for one in targets}
    stacks: StackQuerySet = maturity_access.stacks_for(user).present().filter(repository=source)
    return [
        {"stack": one, "now": known.get(one.pk, ""), "says": environment_of(one.environment) or ""}
        for one in stacks.order_by("directory", "name", "environment")[:STACKS]
    ]


def _services(user: User, found: Application, sent: Sent) -> list[tuple[str, ServiceForm, Service | None]]:
    """A form for each environment, and what is known of the service."""
    known = {one.environment: one for one in found.services.all()}
    rows = []
    for one in Environment:
        service = known.get(one.value)
        form = service_form(one, service, access.connections_of(user, service))
        rows.append((one.value, sent[1] if sent and sent[0] == one else form, service))
    return rows
