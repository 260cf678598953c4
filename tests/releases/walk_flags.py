"""Addresses of feature flags, and who may GET and POST them."""

from __future__ import annotations

from django.utils import timezone

from releases.models import Application, FeatureFlag, FlagSource, FlagState
from tests.maturity.views.walk.rules import Row, engineer, lead, look, never, people

APPLICATION = "/releases/applications/{application}/flags/"
FLAG = APPLICATION + "{flag}/"
PLACE = {"environment": "prod", "kind": "flagd", "place": "flags/prod.json"}
EDITED = {"kind": "release", "type": "boolean"}
FLAGS = {
    "releases/flags/": Row("/releases/flags/", people, never),
    "releases/applications/<slug:slug>/flags/": Row(APPLICATION, look, lead, PLACE),
    "releases/applications/<slug:slug>/flags/read/": Row(APPLICATION + "read/", never, engineer),
    "releases/applications/<slug:slug>/flags/<int:pk>/": Row(FLAG, look, lead, EDITED),
    "releases/applications/<slug:slug>/flags/<int:pk>/state/": Row(
        FLAG + "state/", never, lead, {"environment": "prod", "value": "true"}
    ),
    "releases/applications/<slug:slug>/flags/<int:pk>/forget/": Row(FLAG + "forget/", never, lead),
    "releases/applications/<slug:slug>/flags/places/<int:pk>/": Row(
        APPLICATION + "places/{flag_source}/", never, lead, {"do": "remove"}
    ),
}
AWS = {"environment": "prod", "kind": "ssm", "place": "/a/b", "connection": "{o_connection}"}
FOREIGN: list[tuple[str, dict[str, str]]] = [(APPLICATION, AWS)]


def kept(name: str, application: Application) -> dict[str, object]:
    """Of one team: what the rows above name."""
    now = timezone.now()
    flag = FeatureFlag.objects.create(
        application=application, key=f"{name}_flag", about=f"{name} about", owner=f"{name} owner",
        default=False, first_seen_at=now, changed_at=now, expires_on="2020-01-01",
    )  # fmt: skip
    FlagState.objects.create(
        flag=flag, environment="prod", value=f"{name} value", source="api", seen_at=now, changed_at=now
    )
    source = FlagSource.objects.create(
        application=application, environment="prod", kind="files", place=f"{name}/prod.env"
    )
    return {"flag": flag.pk, "flag_source": source.pk}
