"""What is sent and what is answered about metrics, as the OpenAPI document shows it."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import Field

from maturity.api.schemas import Line, Moment
from releases.api.schemas import APPLICATION, Body

MOST = 50  # metrics of one request
Number = Annotated[float, Field(ge=0, le=1e18, allow_inf_nan=False)]


class NewPoint(Body):
    at: Moment = Field(description="ISO 8601, or seconds since 1970; at most 7 days ago")
    value: Number | None = Field(default=None, description="of a level, as the source measures it")
    bad: Number | None = Field(default=None, description="of counts: the bad ones since the point before")
    total: Number | None = Field(default=None, description="of counts: all of them in that time")


class NewSeries(Body):
    metric: Line = Field(min_length=1, max_length=200, description="as its page says it is sent")
    points: list[NewPoint] = Field(max_length=5_000, description="in any order")


class NewMetrics(Body):
    application: Line = Field(default="", max_length=100, description=APPLICATION)
    environment: Line = Field(max_length=50, description="stage or prod, or a usual name of them")
    metrics: list[NewSeries] = Field(min_length=1, max_length=MOST, description="5,000 points together")


class MetricsTaken(Schema):
    """points: how many there are of what was sent now, each time once."""

    application: str
    environment: str
    metrics: int
    points: int
