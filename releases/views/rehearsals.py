"""Rehearsals of an application: how often rolling it back was tried, and how long it took."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maturity.access import login, may
from maturity.actions import Refused
from maturity.models import Role
from maturity.views._http import person
from releases import access
from releases.actions import rolling_back
from releases.forms.rehearsals import RehearsalForm
from releases.models import Rehearsal

NEWEST = 100


@login
@require_http_methods(["GET", "HEAD", "POST"])
def rehearsals(request: HttpRequest, slug: str) -> HttpResponse:
    found = access.application_for(request.user, slug)
    form = RehearsalForm(initial={"environment": "stage", "on": timezone.localdate(), "worked": "yes"})
    if request.method == "POST":
        access.application_for_write(request.user, slug, Role.ENGINEER)
        form = RehearsalForm(request.POST)
        try:
            if form.is_valid():
                rolling_back.rehearse(person(request), found, form.tried())
                return redirect("releases:rehearsals", slug)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    rows = Rehearsal.objects.filter(application=found).order_by("-at", "-pk")[:NEWEST]
    context = {"a": found, "rows": rows, "form": form}
    context["records"] = may(request.user, Role.ENGINEER, found.team)
    status = 422 if request.method == "POST" else 200
    return render(request, "releases/rehearsals.html", context, status=status)
