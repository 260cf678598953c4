"""What presets need not be told: it stands in rows."""

from __future__ import annotations

from releases.actions import services
from releases.core.presets import Known, known_of
from releases.models import Application, Service


def known(application: Application, environment: str) -> Known:
    """Of the service that runs it there, as it was read last."""
    service = Service.objects.filter(application=application, environment=environment).first()
    if service is None:
        return Known()
    return known_of(service.cluster, service.name, services.known(service))
