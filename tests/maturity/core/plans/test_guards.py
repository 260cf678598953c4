"""Which resources hold data, and what would have kept it."""

from __future__ import annotations

from typing import Any

import pytest

from maturity.core.plans.guards import holds_data, unguarded
from tests.maturity.core.plans.making import only, reading, resource


@pytest.mark.parametrize(
    "kind",
    [
        "aws_db_instance", "aws_s3_bucket", "aws_dynamodb_table", "google_sql_database_instance",
        "azurerm_mssql_database", "kubernetes_persistent_volume_claim", "aws_kms_key",
    ],
)  # fmt: skip
def test_some_types_hold_data(kind: str):
    assert holds_data(kind)


@pytest.mark.parametrize(
    "kind", ["aws_instance", "aws_security_group_rule", "aws_s3_bucket_policy", "", "null_resource"]
)
def test_others_can_be_made_again(kind: str):
    assert not holds_data(kind)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ({"skip_final_snapshot": True}, ("skip_final_snapshot is true",)),
        ({"deletion_protection": False}, ("deletion protection off",)),
        ({"skip_final_snapshot": False, "deletion_protection": True, "backup_retention_period": 7}, ()),
        ({"force_destroy": True}, ("force_destroy is true",)),
        ({"versioning": [{"enabled": False}]}, ("versioning off",)),
        ({"point_in_time_recovery": [{"enabled": False}]}, ("no point-in-time recovery",)),
        ({"backup_retention_period": 0}, ("no backups",)), ({"backup_retention_period": False}, ()),
        ({"settings": [{"backup_configuration": [{"enabled": False}]}]}, ("no backups",)),
        (None, ()), ([], ()), ({"versioning": []}, ()), ({"versioning": "x"}, ()),
    ],
)  # fmt: skip
def test_what_does_not_hold_it_is_read_from_what_is(before: Any, said: tuple[str, ...]):
    assert unguarded(before) == said


def test_only_what_is_destroyed_is_told_to_be_unguarded():
    before = {"force_destroy": True}
    kept = only(reading(resource("aws_s3_bucket.a", "update", before, {"force_destroy": False})))
    assert (kept.holds_data, kept.guards) == (True, ())
    gone = only(reading(resource("aws_s3_bucket.a", "create delete", before, {"force_destroy": False})))
    assert gone.guards == ("force_destroy is true",)
