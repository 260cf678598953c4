"""Deployments: who may see the application sees them."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from maturity.access import Person
from releases.access.applications import application_for
from releases.models import Deployment


def deployment_for(user: Person, slug: str, pk: int) -> Deployment:
    application = application_for(user, slug)
    rows = Deployment.objects.filter(application=application).select_related("release")
    found = get_object_or_404(rows, pk=pk)
    found.application = application
    return found
