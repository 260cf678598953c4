"""AWS AppConfig, as services get it: profiles of feature flags, and free-form JSON or YAML."""

from __future__ import annotations

import re
from typing import Any

from maturity.adapters.aws.session import client
from maturity.adapters.aws.words import telling
from maturity.adapters.errors import AdapterError
from releases.adapters.flags._port import LARGEST, MOST, Place, Seen, Target, access_of
from releases.core.flags import names, values
from releases.core.flags.data import parse, plain

NAME = re.compile(r"[^/\x00-\x1f]{1,128}")


def wrong(place: str) -> str:
    parts = place.split("/")
    if len(parts) == 3 and all(NAME.fullmatch(part) for part in parts):
        return ""
    return "a profile is named by application/environment/profile"


def read(target: Target) -> list[Seen]:
    application, environment, profile = target.place.split("/")
    data = client(access_of(target), "appconfigdata")
    with telling(f"starting a session for {target.place}", "appconfig:StartConfigurationSession"):
        session = data.start_configuration_session(
            ApplicationIdentifier=application, EnvironmentIdentifier=environment,
            ConfigurationProfileIdentifier=profile,
        )  # fmt: skip
    with telling(f"reading {target.place}", "appconfig:GetLatestConfiguration"):
        answer = data.get_latest_configuration(ConfigurationToken=session["InitialConfigurationToken"])
        content = answer["Configuration"].read(LARGEST + 1)
    if len(content) > LARGEST:
        raise AdapterError(f"reading {target.place}: larger than {LARGEST:,} bytes", permanent=True)
    if not content:
        raise AdapterError(f"reading {target.place}: nothing was deployed there yet", permanent=False)
    try:
        top = parse("x.json" if "json" in str(answer.get("ContentType")) else "x.yaml", content)
    except ValueError as error:
        raise AdapterError(f"reading {target.place}: {error}", permanent=True) from None
    if not isinstance(top, dict):
        raise AdapterError(f"reading {target.place}: it is no mapping of flags", permanent=True)
    every = [_seen(str(key), plain(node), target.place) for key, node in top.items()]
    return [one for one in every if names.is_key(one.key)][:MOST]


def _seen(key: str, value: Any, place: str) -> Seen:
    """A feature flag is {"enabled": …} and its attributes; with variants it depends on who asks."""
    note = ""
    if isinstance(value, dict) and isinstance(value.get("enabled"), bool):
        note = "targeted" if "_variants" in value else ""
        attributes = {name: one for name, one in value.items() if not name.startswith("_")}
        value = attributes if len(attributes) > 1 else value["enabled"]
    return Seen(key=key, value=values.shown(key, value), note=note, place=place)


PLACE = Place(
    kind="appconfig",
    title="AWS AppConfig",
    hint="Application, environment and profile, by name or id.",
    sample="shop/prod/flags",
    needs_aws=True,
    wrong=wrong,
    read=read,
)
