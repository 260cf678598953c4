"""AWS Systems Manager Parameter Store: every parameter below a path is a flag. SecureStrings are not read."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from maturity.adapters.aws.session import client
from maturity.adapters.aws.words import telling
from releases.adapters.flags._port import MOST, Place, Seen, Target, access_of
from releases.core.flags import names, values

PATH = re.compile(r"(?:/[\w.-]{1,200}){1,15}/?", re.ASCII)
PAGE, PAGES = 10, 50  # AWS gives ten at most


def wrong(place: str) -> str:
    return "" if PATH.fullmatch(place) else "a path of parameters looks like /shop/prod/flags"


def read(target: Target) -> list[Seen]:
    path = target.place.rstrip("/")
    ssm = client(access_of(target), "ssm")
    pages = ssm.get_paginator("get_parameters_by_path").paginate(
        Path=path, Recursive=True, WithDecryption=False, PaginationConfig={"PageSize": PAGE}
    )
    found: list[Seen] = []
    with telling(f"reading the parameters below {path}", "ssm:GetParametersByPath"):
        for page in islice(pages, PAGES):
            found += [_seen(one) for one in page.get("Parameters", ())]
    return [one for one in found if names.is_key(one.key)][:MOST]


def _seen(one: dict[str, Any]) -> Seen:
    name = str(one.get("Name", ""))
    key = name.rpartition("/")[2]
    if one.get("Type") == "SecureString":
        return Seen(key=key, note="secret", place=name[:500])
    value = values.shown(key, values.meant(str(one.get("Value", ""))[: 4 * values.LONGEST]))
    return Seen(key=key, value=value, place=name[:500])


PLACE = Place(
    kind="ssm",
    title="AWS Parameter Store",
    hint="Every parameter below this path is a flag. SecureString values are never read.",
    sample="/shop/prod/flags",
    needs_aws=True,
    wrong=wrong,
    read=read,
)
