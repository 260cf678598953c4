"""The policy of a connection: a part for each use of it that the person may see, and no more."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import LazySettings

from maturity.models import Connection, Organisation, User
from maturity.rights import Policy, all_parts, policy_of
from releases.models import FlagSource, Service
from tests.factories import make_connection, make_repository, make_stack, make_team, make_user
from tests.releases.factories import make_application, make_source

NEEDED_BY_ONE = {"ECS services", "Load balancers", "CloudWatch alarms", "CloudWatch metrics", "Images in ECR"}
PAUSES, BACKUPS = "Answers to ECS deployments that pause", "Backups in RDS"
pytestmark = pytest.mark.django_db


@pytest.fixture
def connection() -> Connection:
    return make_connection(region="eu-west-1", account="123456789012")


def serve(connection: Connection, **fields: Any) -> Service:
    application = fields.pop("application", None) or make_application("shop")
    given = {"environment": "prod", "cluster": "main", "name": "shop", "connection": connection}
    return Service.objects.create(application=application, **{**given, **fields})


def flags(connection: Connection, kind: str, place: str) -> None:
    application = make_application(kind)
    FlagSource.objects.create(
        application=application, environment="prod", kind=kind, place=place, connection=connection
    )


def allowed(policy: Policy) -> dict[str, Any]:
    """{action: resource}"""
    statements = json.loads(policy.text)["Statement"]
    return {action: one["Resource"] for one in statements for action in one["Action"]}


def titles(policy: Policy) -> set[str]:
    return {str(part.title) for part in policy.used}


def test_a_connection_that_nothing_uses_needs_nothing(connection: Connection, lin: User):
    policy = policy_of(lin, connection)
    assert (json.loads(policy.text)["Statement"], policy.used) == ([], [])
    assert policy.unused == list(all_parts())


def test_a_service_needs_what_its_readers_ask_and_may_not_be_moved(connection: Connection, lin: User):
    serve(connection)
    policy = policy_of(lin, connection)
    assert titles(policy) == NEEDED_BY_ONE
    service = "arn:aws:ecs:eu-west-1:123456789012:service/main/shop"
    assert allowed(policy)["ecs:DescribeServices"][0] == service
    assert "ecs:ContinueServiceDeployment" not in policy.text


def test_only_where_rungs_may_answer_the_role_may_continue(connection: Connection, lin: User):
    shop = serve(connection)
    serve(connection, application=shop.application, environment="stage", name="answered", acts=True)
    policy = policy_of(lin, connection)
    assert titles(policy) == {*NEEDED_BY_ONE, PAUSES}
    resources = allowed(policy)["ecs:ContinueServiceDeployment"]
    assert resources
    assert all("/main/answered" in one for one in resources)


def test_a_database_needs_its_backups_to_be_read(connection: Connection, lin: User):
    serve(connection, database="shop")
    assert BACKUPS in titles(policy_of(lin, connection))


def test_flags_are_read_below_their_path_and_nowhere_else(connection: Connection, lin: User):
    flags(connection, "ssm", "/shop/prod/flags/")
    flags(connection, "appconfig", "shop/prod/flags")
    found = allowed(policy_of(lin, connection))
    at = "arn:aws:ssm:eu-west-1:123456789012:parameter/shop/prod/flags"
    assert found["ssm:GetParametersByPath"] == [at, f"{at}/*"]
    assert (
        found["appconfig:GetLatestConfiguration"] == "arn:aws:appconfig:eu-west-1:123456789012:application/*"
    )


def test_a_source_of_metrics_needs_metrics_and_no_more(connection: Connection, lin: User):
    make_source(kind="cloudwatch", connection=connection)
    assert list(allowed(policy_of(lin, connection))) == ["cloudwatch:GetMetricData"]


def test_anchors_are_put_with_the_connection_that_is_named_for_them(
    connection: Connection, lin: User, settings: LazySettings
):
    settings.RUNGS_ANCHOR, settings.RUNGS_ANCHOR_CONNECTION = "s3://audit/rungs", connection.name
    assert allowed(policy_of(lin, connection))["s3:PutObject"] == "arn:aws:s3:::audit/rungs/*"
    settings.RUNGS_ANCHOR_CONNECTION = "another"
    assert "s3:PutObject" not in policy_of(lin, connection).text


def test_services_that_somebody_may_not_see_are_not_told(connection: Connection):
    Organisation.objects.create(pk=1, open_read=False)
    hidden = make_application("hidden", team=make_team("others"), repository=None)
    serve(connection, application=hidden, name="secret")
    assert "secret" not in policy_of(make_user("eva"), connection).text


def test_all_that_is_listed_is_in_the_policy_once_all_is_used(
    connection: Connection, lin: User, settings: LazySettings
):
    settings.RUNGS_ANCHOR, settings.RUNGS_ANCHOR_CONNECTION = "s3://audit/rungs", connection.name
    connection.cloudtrail = True
    make_stack(
        make_repository("acme/net"), connection=connection, state_place="s3://acme/net", lock_table="locks"
    )
    serve(connection, acts=True, database="shop")
    flags(connection, "ssm", "/shop/prod/flags/")
    flags(connection, "appconfig", "shop/prod/flags")
    policy = policy_of(lin, connection)
    assert policy.unused == []
    assert set(allowed(policy)) == {right.action for part in all_parts() for right in part.rights}
    assert policy.fits


def test_many_services_are_named_together_where_iam_would_not_take_them(connection: Connection, lin: User):
    for n in range(60):
        serve(connection, application=make_application(f"app-{n}"), name=f"service-{n}")
    policy = policy_of(lin, connection)
    assert policy.fits
    assert "service/*/*" in policy.text
    assert "service-59" not in policy.text
