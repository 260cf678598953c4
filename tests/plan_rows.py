"""Changes of a plan, and drift, as the reader keeps them: one of each kind, and many."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from maturity.core.plans.change import Action, Difference, ResourceChange, Role

LONG = "a-name-that-is-far-longer-than-anybody-would-like-it-to-be-on-a-telephone"
TENANTS = [f'module.tenant["{name}"]' for name in ("acme", "borealis", "cobalt", "dunes", "ember", "fathom")]


def difference(path: str, before: str | None, after: str | None, **more: Any) -> Difference:
    return Difference(path=path, before=before, after=after, **more)


DATABASE = ResourceChange(
    address="aws_db_instance.main", type="aws_db_instance", action=Action.REPLACE, holds_data=True,
    guards=("skip_final_snapshot is true", "deletion_protection is off"),
    differences=(
        difference("endpoint", "main.c1x.rds:5432", None, unknown=True),
        difference("storage_encrypted", "false", "true", forces=True),
        *(difference(f"setting_{number}", "1", "2") for number in range(9)),
        difference("password", None, None, sensitive=True),
    ),
)  # fmt: skip
TABLE = ResourceChange(
    address="module.workers.aws_dynamodb_table.sessions", type="aws_dynamodb_table", module="module.workers",
    action=Action.DELETE, holds_data=True, guards=("no point-in-time recovery",),
    differences=tuple(difference(name, "x", None) for name in ("name", "hash_key", "mode", "ttl", "arn")),
)  # fmt: skip
RULE = ResourceChange(
    address="aws_security_group_rule.ssh", type="aws_security_group_rule", action=Action.UPDATE,
    role=Role.DRIFT, outside=Action.UPDATE,
    differences=(difference("cidr_blocks[0]", "0.0.0.0/0", "10.0.0.0/8"),),
    drift=(
        difference("cidr_blocks[0]", "10.0.0.0/8", "0.0.0.0/0"),
        difference("description", "office", None), difference("token", None, None, sensitive=True),
    ),
)  # fmt: skip
GONE = ResourceChange(
    address=f"aws_sqs_queue.{LONG}", type="aws_sqs_queue", action=Action.CREATE, role=Role.DRIFT,
    outside=Action.DELETE, drift=(difference("name", "jobs", None),),
)  # fmt: skip
SCALED = ResourceChange(
    address="aws_ecs_service.api", type="aws_ecs_service", role=Role.OBSERVED, outside=Action.UPDATE,
    drift=(difference("desired_count", "2", "5"),),
)  # fmt: skip
DRIFT = (RULE, GONE, SCALED)


def many(count: int) -> tuple[ResourceChange, ...]:
    """A plan of so many changes, of every kind, over a few modules."""
    kinds = ("aws_iam_role", "aws_sqs_queue", "aws_sns_topic", "aws_lambda_function")
    found = [DATABASE, TABLE, *DRIFT]
    for number in range(count - len(found)):
        action = Action.DELETE if number < 40 else Action.UPDATE if number % 3 == 0 else Action.CREATE
        module, kind = TENANTS[number % len(TENANTS)], kinds[number % len(kinds)]
        found.append(
            ResourceChange(
                address=f"{module}.{kind}.part_{number}", type=kind, module=module, action=action,
                differences=tuple(difference(f"attribute_{n}", "1", "2") for n in range(number % 9)),
            )
        )  # fmt: skip
    return tuple(found)


def item(address: str, *attributes: str, action: str = "update") -> dict[str, Any]:
    at = timezone.now().isoformat()
    return {"address": address, "action": action, "attributes": attributes, "first_seen": at, "last_seen": at,
            "ended": None}  # fmt: skip


ITEMS = [item(RULE.address, "cidr_blocks[0]", "description", "token"), item(GONE.address, action="delete")]
