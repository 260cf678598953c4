"""What is sent and what is answered about feature flags, as the OpenAPI document shows it."""

from __future__ import annotations

from typing import Any

from ninja import Schema
from pydantic import Field

from maturity.api.schemas import Line
from releases.api.schemas import APPLICATION, Body

MOST = 500


class NewFlags(Body):
    application: Line = Field(default="", max_length=100, description=APPLICATION)
    environment: Line = Field(max_length=50, description="stage or prod, or a usual name of them")
    flags: dict[str, Any] = Field(
        max_length=MOST, description="the value of each: true, a number, a text, an object"
    )
    whole: bool = Field(
        default=False, description="these are all: what was sent before and is not among them is gone"
    )


class FlagsTaken(Schema):
    """changed: how many stand otherwise than before."""

    application: str
    environment: str
    flags: int
    changed: int
