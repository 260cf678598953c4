"""A person says that a version came somewhere, where no machine tells of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from maturity.access import login
from maturity.actions import Refused
from maturity.models import Role
from maturity.views._http import person
from releases import access
from releases.actions.deployments import record
from releases.forms.deployments import DeploymentForm
from releases.views import history


@login
@require_POST
def record_deployment(request: HttpRequest, slug: str) -> HttpResponse:
    found = access.application_for_write(request.user, slug, Role.ENGINEER)
    form, by = DeploymentForm(request.POST), person(request)
    if form.is_valid():
        try:
            record(found, **form.told(), actor=by.get_username(), by=by)
            return redirect(f"{reverse('releases:history', args=[slug])}#deployments")
        except Refused as refusal:
            form.add_error(None, refusal.message)
    return history.page(request, found, form=form)
