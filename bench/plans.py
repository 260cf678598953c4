"""Plans to measure on: large, deterministic, and built as terraform builds them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Json = dict[str, Any]

TYPES = (
    "aws_security_group_rule", "aws_iam_role", "aws_s3_bucket", "aws_instance", "aws_route53_record",
    "aws_db_instance", "aws_ecs_service", "aws_lambda_function",
)  # fmt: skip
LARGE = ("aws_instance", "aws_db_instance", "aws_ecs_service", "aws_lambda_function")
PROVIDER = "registry.terraform.io/hashicorp/aws"
MASK: Json = {"tags": {}, "tags_all": {}}
UNCHANGED = 0.9


def write(path: Path, resources: int, *, hard: bool = False) -> None:
    """`hard`: everything changed outside, is planned otherwise, and holds a secret of its own."""
    numbers = random.Random(7)
    with path.open("w") as out:
        out.write('{"format_version":"1.2","terraform_version":"1.11.4","variables":{"env":{"value":"prod"}}')
        out.write(',"planned_values":{"root_module":{"resources":[')
        out.writelines(_list(_state, resources))
        out.write("]}}")
        if hard:
            out.write(',"resource_drift":[')
            out.writelines(_list(lambda number: _changed(number, ["update"], "old", "now"), resources))
            out.write('],"resource_changes":[')
            out.writelines(_list(lambda number: _changed(number, ["update"], "now", "new"), resources))
        else:
            out.write(',"resource_drift":[],"resource_changes":[')
            out.writelines(_list(lambda number: _planned(number, _actions(numbers.random())), resources))
        out.write(
            '],"output_changes":{},"prior_state":{"format_version":"1.0","values":{"root_module":{"resources":['
        )
        out.writelines(_list(_state, resources))
        out.write(']}}},"configuration":{"provider_config":{"aws":{"full_name":"' + PROVIDER + '"}}}')
        out.write(',"timestamp":"2026-11-01T00:00:00Z","applyable":true,"complete":true,"errored":false}')


def _list(made: Callable[[int], Json], count: int) -> Iterator[str]:
    for number in range(count):
        yield ("," if number else "") + json.dumps(made(number), separators=(",", ":"))


def _values(number: int) -> Json:
    kind = TYPES[number % len(TYPES)]
    tags = {
        "Environment": "prod", "Owner": f"team-{number % 37}", "CostCenter": str(number % 500),
        "ManagedBy": "terraform", "Repo": "github.com/org/infra",
    }  # fmt: skip
    values: Json = {
        "arn": f"arn:aws:x:eu-west-1:123456789012:{kind}/{number:08d}", "id": f"{kind}-{number:08x}",
        "name": f"app-{number % 997}-{kind}", "tags": tags, "tags_all": tags, "timeouts": None,
        "description": "managed by terraform, see runbook for the details of this resource",
    }  # fmt: skip
    if kind == "aws_iam_role":
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": "ec2.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
        values["assume_role_policy"] = json.dumps({"Version": "2012-10-17", "Statement": [statement] * 2})
    if kind == "aws_security_group_rule":
        values["cidr_blocks"] = [f"10.{number % 250}.{block}.0/24" for block in range(6)]
    if kind in LARGE:
        values |= {f"opt_{key}": (None if key % 3 else f"value-{key}") for key in range(24)}
        values["ebs_block_device"] = [
            {"device_name": "/dev/sda", "size": 10, "encrypted": True, "iops": 3000}
        ] * 2
        values["environment"] = [{"variables": {f"K{key}": f"v{key}" for key in range(8)}}]
    return values


def _named(number: int) -> Json:
    kind = TYPES[number % len(TYPES)]
    return {
        "address": f'module.app_{number % 50}.{kind}.this["k{number}"]', "mode": "managed", "type": kind,
        "name": "this", "index": f"k{number}", "provider_name": PROVIDER,
    }  # fmt: skip


def _state(number: int) -> Json:
    return {**_named(number), "schema_version": 0, "values": _values(number), "sensitive_values": MASK}


def _actions(chance: float) -> list[str]:
    if chance < UNCHANGED:
        return ["no-op"]
    if chance < 0.96:
        return ["update"]
    if chance < 0.98:
        return ["create"]
    return ["delete"] if chance < 0.99 else ["delete", "create"]


def _planned(number: int, actions: list[str]) -> Json:
    values = _values(number)
    wanted = values if actions == ["no-op"] else {**values, "name": f"next-{number}"}
    change: Json = {
        "actions": actions,
        "before": None if actions == ["create"] else values,
        "after": None if actions == ["delete"] else wanted,
        "after_unknown": {}, "before_sensitive": MASK, "after_sensitive": MASK,
    }  # fmt: skip
    if len(actions) == 2:
        change["replace_paths"] = [["name"]]
    return {**_named(number), "module_address": f"module.app_{number % 50}", "change": change}


def _changed(number: int, actions: list[str], before: str, after: str) -> Json:
    values, mask = _values(number), {**MASK, "password": True}
    sides = [
        {
            **values, "name": f"{side}-{number}", "password": f"{side}-secret-{number:012x}",
            "user_data": f"export PASSWORD={side}-secret-{number:012x}",
        }
        for side in (before, after)
    ]  # fmt: skip
    change = {
        "actions": actions, "before": sides[0], "after": sides[1], "after_unknown": {},
        "before_sensitive": mask, "after_sensitive": mask,
    }  # fmt: skip
    return {**_named(number), "change": change}
