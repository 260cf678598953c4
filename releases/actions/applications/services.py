"""The ECS service that serves an application in an environment."""

from __future__ import annotations

from django.db import transaction
from msgspec import Struct

from maturity.models import Connection, User
from releases.actions.telling import tell
from releases.core.environments import Environment
from releases.models import Application, Service


class WantedService(Struct, frozen=True, kw_only=True):
    """See `Service` for what the fields mean."""

    cluster: str
    name: str
    region: str = ""
    connection: Connection | None = None
    acts: bool = False
    database: str = ""


def set_service(by: User, application: Application, environment: Environment, wanted: WantedService) -> bool:
    """False when nothing is different. What was read of another service says nothing about this one."""
    with transaction.atomic():
        known = application.services.select_for_update().filter(environment=environment).first()
        if known is not None and _of(known) == wanted:
            return False
        read_anew = {"live": None, "read_at": None, "asked_at": None, "error": ""}
        fields = {name: getattr(wanted, name) for name in WantedService.__struct_fields__}
        Service.objects.update_or_create(
            application=application, environment=environment, defaults={**fields, **read_anew}
        )
        tell(
            "application.service_set", by, application, environment=environment, cluster=wanted.cluster,
            service=wanted.name, region=wanted.region, acts=wanted.acts, database=wanted.database,
            connection=str(wanted.connection or ""),
        )  # fmt: skip
    return True


def remove_service(by: User, application: Application, environment: Environment) -> None:
    """Harmless when it is gone already."""
    with transaction.atomic():
        if application.services.filter(environment=environment).delete()[0]:
            tell("application.service_removed", by, application, environment=environment)


def _of(service: Service) -> WantedService:
    return WantedService(**{name: getattr(service, name) for name in WantedService.__struct_fields__})
