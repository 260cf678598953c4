"""Deployments of ECS that pause.

moto knows no service deployments, revisions and hooks, so botocore's own Stubber answers for exactly these
calls: it holds what is sent and what comes back against the service's model.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from django.utils import timezone

from maturity.adapters.errors import AdapterError
from maturity.models import Connection
from releases.actions.calls import answer_calls, look_at_services
from releases.actions.rolling_back import make_plan
from releases.adapters import ecs_hooks
from releases.models import Deployment, GateCall, Release, Service
from tests.factories import make_connection
from tests.releases.factories import ARTIFACT
from tests.releases.gates import Settable
from tests.releases.scene import Scene

pytestmark = pytest.mark.django_db
ARN = "arn:aws:ecs:eu-west-1:123456789012:service-deployment/prod/shell/abc123"
REVISION = "arn:aws:ecs:eu-west-1:123456789012:service-revision/prod/shell/1"
AT = datetime(2026, 11, 20, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def gates() -> Iterator[Settable]:
    with Settable().in_place() as gates:
        yield gates


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stubber]:
    client = boto3.client(
        "ecs", region_name="eu-west-1", aws_access_key_id="testing", aws_secret_access_key="testing"
    )
    monkeypatch.setattr(ecs_hooks, "client", lambda *_: client)
    with Stubber(client) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


def look() -> int:
    """With the next turn of the clock."""
    Service.objects.update(watched_at=None)
    return look_at_services(timezone.now())


@pytest.fixture
def scene(db: None) -> Scene:
    scene = Scene()
    Service.objects.create(
        application=scene.application, environment="prod", connection=make_connection(), cluster="prod",
        name="shell", acts=True, region="eu-west-1",
    )  # fmt: skip
    plan = make_plan(scene.release, timezone.now())
    plan.accepted_at, plan.accepted_digest = timezone.now(), scene.release.digest
    plan.save()
    return scene


def seen(aws: Stubber, status: str = "IN_PROGRESS", hook: str = "hook-1", image: str = ARTIFACT) -> None:
    """One look: the deployment, and the image it brings."""
    aws.add_response(
        "list_service_deployments", {"serviceDeployments": [{"serviceDeploymentArn": ARN}]},
        {"service": "shell", "cluster": "prod", "maxResults": 20},
    )  # fmt: skip
    hooks = {"hookId": hook, "targetType": "PAUSE", "status": "AWAITING_ACTION", "timeoutAction": "ROLLBACK",
             "expiresAt": timezone.now() + timedelta(days=1)}  # fmt: skip
    told: dict[str, Any] = {
        "serviceDeploymentArn": ARN, "status": status, "startedAt": AT,
        "targetServiceRevision": {"arn": REVISION}, "lifecycleHookDetails": [hooks] if hook else [],
    }  # fmt: skip
    aws.add_response(
        "describe_service_deployments", {"serviceDeployments": [told]}, {"serviceDeploymentArns": [ARN]}
    )
    images = [
        {"containerName": "app", "image": "registry/shell:2.14.0", "imageDigest": image},
        {"containerName": "log", "image": "registry/log:1", "imageDigest": "sha256:" + "9" * 64},
    ]
    aws.add_response(
        "describe_service_revisions",
        {"serviceRevisions": [{"serviceRevisionArn": REVISION, "containerImages": images}]},
        {"serviceRevisionArns": [REVISION]},
    )


def answers(aws: Stubber, action: str, hook: str = "hook-1") -> None:
    wanted = {"serviceDeploymentArn": ARN, "hookId": hook, "action": action}
    aws.add_response("continue_service_deployment", {"serviceDeploymentArn": ARN}, wanted)


def test_a_pause_is_continued_once_the_release_of_its_image_is_signed_off(scene: Scene, aws: Stubber):
    seen(aws)
    assert look() == 1
    assert answer_calls(timezone.now()) == 0
    scene.approve()
    answers(aws, "CONTINUE")
    assert answer_calls(timezone.now()) == 1
    assert (GateCall.objects.get().standing, scene.state) == ("approved", "rolling")


def test_a_deployment_is_recorded_as_ecs_tells_of_it(scene: Scene, aws: Stubber):
    seen(aws)
    look()
    seen(aws, "SUCCESSFUL", hook="")
    look()
    row = Deployment.objects.get()
    assert (row.version, row.artifact, row.result, row.origin, row.external_id) == (
        "2.14.0", ARTIFACT, "succeeded", "ecs", "abc123",
    )  # fmt: skip
    assert GateCall.objects.count() == 1


def test_the_next_pause_of_the_same_deployment_needs_no_second_ticket(scene: Scene, aws: Stubber):
    scene.approve()
    for hook in ("hook-1", "hook-2"):
        seen(aws, hook=hook)
        look()
        answers(aws, "CONTINUE", hook)
        assert answer_calls(timezone.now()) == 1
    assert scene.release.tickets.count() == 1


def test_a_release_with_steps_needs_a_ticket_for_each_pause(scene: Scene, aws: Stubber):
    scene.approve()
    Release.objects.update(steps=[10, 100])
    seen(aws)
    look()
    answers(aws, "CONTINUE")
    assert answer_calls(timezone.now()) == 1
    seen(aws, hook="hook-2")
    look()
    assert answer_calls(timezone.now()) == 0


@pytest.mark.parametrize("state", ["rejected", "rolled_back", "rollback_failed"])
def test_what_is_rejected_or_rolled_back_is_rolled_back(scene: Scene, aws: Stubber, state: str):
    seen(aws)
    look()
    Release.objects.update(state=state)
    answers(aws, "ROLLBACK")
    assert answer_calls(timezone.now()) == 1


@pytest.mark.parametrize("state", ["abandoned", "superseded", "completed", "held", "draft"])
def test_nothing_else_is_rolled_back(scene: Scene, aws: Stubber, state: str):
    seen(aws)
    look()
    Release.objects.update(state=state)
    assert answer_calls(timezone.now()) == 0


def test_an_image_nobody_knows_keeps_waiting(scene: Scene, aws: Stubber):
    scene.approve()
    seen(aws, image="sha256:" + "b" * 64)
    look()
    assert (answer_calls(timezone.now()), scene.state, Deployment.objects.count()) == (0, "approved", 0)


def test_a_service_that_rungs_may_not_answer_for_is_not_asked(scene: Scene, aws: Stubber):
    Service.objects.update(acts=False)
    assert look() == 0


def test_a_right_that_was_taken_away_meanwhile_is_not_used(scene: Scene, aws: Stubber):
    seen(aws)
    look()
    scene.approve()
    Service.objects.update(acts=False)
    assert answer_calls(timezone.now()) == 0
    assert GateCall.objects.get().standing == "failed"


def test_what_aws_refuses_is_said_and_stops_nothing(scene: Scene, aws: Stubber):
    aws.add_client_error("list_service_deployments", "AccessDeniedException", "no")
    assert look() == 0
    aws.add_client_error("list_service_deployments", "AccessDeniedException", "no")
    with pytest.raises(AdapterError, match="ecs:ListServiceDeployments"):
        ecs_hooks.deployments_of(Connection(name="acme"), "eu-west-1", "prod", "shell")


def test_a_hook_that_is_gone_ends_the_call(scene: Scene, aws: Stubber):
    scene.approve()
    seen(aws)
    look()
    aws.add_client_error(
        "continue_service_deployment", "InvalidParameterException", "the hook is not waiting"
    )
    answer_calls(timezone.now())
    call = GateCall.objects.get()
    assert call.standing == "failed"
    assert "the hook is not waiting" in call.error


def test_of_two_workers_one_asks_about_a_service(aws: Stubber, scene: Scene):
    aws.add_response("list_service_deployments", {"serviceDeployments": []})
    now = timezone.now()
    assert look_at_services(now) == 0
    assert look_at_services(now + timedelta(seconds=29)) == 0
    Service.objects.update(watched_at=now - timedelta(seconds=30))
    aws.add_response("list_service_deployments", {"serviceDeployments": []})
    look_at_services(now)
