"""A real provider: one resource, a JSON file. Copied into a mirror as a program, see estate.py.

Whoever edits the file changes the "cloud" out of band. A file that is not JSON makes the provider fail, and
while `hold` lies beside it, reading takes its time.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from tf.iface import (
    Config,
    CreateContext,
    DeleteContext,
    Provider,
    ReadContext,
    Resource,
    State,
    UpdateContext,
)
from tf.runner import run_provider
from tf.schema import Attribute, Schema
from tf.types import Map, String
from tf.utils import Diagnostics


class JsonFile(Resource):
    def __init__(self, provider: Provider) -> None:
        """Nothing to keep."""

    @classmethod
    def get_name(cls) -> str:
        return "json"

    @classmethod
    def get_schema(cls) -> Schema:
        return Schema(
            attributes=[
                Attribute("path", String(), required=True, requires_replace=True),
                Attribute("values", Map(String()), required=True),
                Attribute("secret", String(), optional=True, sensitive=True),
            ]
        )

    def create(self, ctx: CreateContext, planned: State) -> State:
        Path(planned["path"]).write_text(json.dumps({key: planned[key] for key in ("values", "secret")}))
        return planned

    def read(self, ctx: ReadContext, current: State) -> State | None:
        file = Path(current["path"])
        while file.with_name("hold").exists():
            file.with_name("held").touch()
            time.sleep(0.05)
        if not file.exists():
            return None
        try:
            found = json.loads(file.read_text())
        except ValueError as error:
            ctx.diagnostics.add_error("Reading the file", f"{file.name} is not JSON: {error}")
            return current
        return {**current, **found}

    def update(self, ctx: UpdateContext, current: State, planned: State) -> State:
        raise NotImplementedError

    def delete(self, ctx: DeleteContext, current: State) -> None:
        raise NotImplementedError


class LocalFile(Provider):
    def get_model_prefix(self) -> str:
        return "localfile_"

    def get_provider_schema(self, diags: Diagnostics) -> Schema:
        return Schema(attributes=[])

    def full_name(self) -> str:
        return "local.test/demo/localfile"

    def validate_config(self, diags: Diagnostics, config: Config) -> None:
        """There is none."""

    def configure_provider(self, diags: Diagnostics, config: Config) -> None:
        """There is none."""

    def get_data_sources(self) -> list[Any]:
        return []

    def get_resources(self) -> list[Any]:
        return [JsonFile]


if __name__ == "__main__":
    run_provider(LocalFile())
