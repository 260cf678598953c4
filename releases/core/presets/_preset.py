"""What every preset is: which names it asks for, and what it makes of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec import Struct

LEVEL, COUNTS = "level", "counts"
UP, DOWN = "up", "down"  # more is worse, less is worse
_DIMENSION = re.compile(r"[\x21-\x7e]{1,255}")
_SERIES = re.compile(r"[A-Za-z_:][A-Za-z0-9_:]{0,199}")
_SELECTOR = re.compile(r"[^{}\r\n]{1,500}")


class Known(Struct, frozen=True, kw_only=True):
    """What is known of the service that runs, named as fields are; "" where nobody knows.

    load_balancer        as CloudWatch names it: "app/shop/50dc6c495c0c9188"
    target_group         of the version that serves: "targetgroup/shop/73e2d6bc24d8a067"
    other_target_group   of blue/green: the other one
    """

    cluster: str = ""
    service: str = ""
    load_balancer: str = ""
    target_group: str = ""
    other_target_group: str = ""


class Field(Struct, frozen=True, kw_only=True):
    """A name to type. label: as the form says it, in English; value: what stands there at first.

    may  it can be left out
    """

    name: str
    label: str
    sample: str
    value: str = ""
    may: bool = False


class Made(Struct, frozen=True, kw_only=True):
    """As the fields of `Metric` are named."""

    name: str
    kind: str
    query: str
    total_query: str = ""
    control_query: str = ""
    control_total_query: str = ""
    unit: str = ""
    scale: float = 1.0
    direction: str = UP
    critical: bool = True


class Preset(Struct, frozen=True, kw_only=True):
    """`PRESET` of its file.

    key     as rows name it: "alb.errors"; source: the kind of source that it asks
    title   like about: as the form says it, in English
    make    what was typed -> the metric. ValueError: which name cannot be, in one line
    """

    key: str
    source: str
    title: str
    about: str
    fields: tuple[Field, ...]
    make: Callable[[Mapping[str, str]], Made]

    def suggested(self, known: Known) -> dict[str, str]:
        """What stands in the form at first."""
        return {one.name: str(getattr(known, one.name, "") or one.value) for one in self.fields}


LOAD_BALANCER = Field(name="load_balancer", label="Load balancer", sample="app/shop/50dc6c495c0c9188")
TARGET_GROUP = Field(
    name="target_group", label="Target group", sample="targetgroup/shop/73e2d6bc24d8a067", may=True
)
CLUSTER = Field(name="cluster", label="Cluster", sample="prod")
SERVICE = Field(name="service", label="Service", sample="shop")
SELECTOR = Field(name="selector", label="Labels of the service", sample='job="shop", env="prod"')


def dimension(names: Mapping[str, str], field: Field) -> str:
    """A name of AWS, without what stands before it in an ARN."""
    value = names.get(field.name, "").strip()
    if not value and field.may:
        return ""
    if value.startswith("arn:"):
        value = value.rpartition(":")[2].removeprefix("loadbalancer/")
    if field.name in ("cluster", "service"):
        value = value.rpartition("/")[2]
    if not _DIMENSION.fullmatch(value):
        raise ValueError(f"{field.label}: it looks like {field.sample}")
    return value


def selector(names: Mapping[str, str], *also: str) -> str:
    """Labels of Prometheus in their braces."""
    value = names.get("selector", "").strip().strip("{}").strip(", ")
    if not _SELECTOR.fullmatch(value) or value.count('"') % 2 or "=" not in value:
        raise ValueError(f"{SELECTOR.label}: they look like {SELECTOR.sample}")
    return "{" + ", ".join([value, *also]) + "}"


def series(names: Mapping[str, str], field: Field) -> str:
    value = names.get(field.name, "").strip() or field.value
    if not _SERIES.fullmatch(value):
        raise ValueError(f"{field.label}: it looks like {field.sample}")
    return value
