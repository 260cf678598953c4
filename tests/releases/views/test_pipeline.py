"""What to paste so that deployments ask."""

from __future__ import annotations

import json

from django.test import Client

from maturity.models import User
from releases.core.permissions import policy
from releases.models import Service
from tests.factories import make_connection, make_user
from tests.pages import Page
from tests.releases.factories import make_application

ROLE = "arn:aws:iam::123456789012:role/rungs"


def test_every_ci_system_has_something_to_paste(client: Client, lin: User):
    make_application("ai-shell")
    page = Page(client.get("/releases/applications/ai-shell/pipeline/"))
    assert page.status == 200
    for label in ("GitHub Actions", "GitLab CI", "Jenkins", "Buildkite", "Shell"):
        assert label in page.text
    assert "/api/v1/gates/ai-shell@$VERSION" in page.text
    assert "What the AWS role needs" not in page.text


def test_the_policy_names_the_service_and_no_other(client: Client, lin: User):
    Service.objects.create(
        application=make_application("ai-shell"), environment="prod", cluster="prod", name="shell",
        acts=True, connection=make_connection(role_arn=ROLE, region="eu-west-1"),
    )  # fmt: skip
    page = Page(client.get("/releases/applications/ai-shell/pipeline/"))
    assert "arn:aws:ecs:eu-west-1:123456789012:service/prod/shell" in page.text


def test_who_may_only_look_is_not_led_to_the_tokens(client: Client, lin: User):
    make_application("ai-shell")
    address = "/releases/applications/ai-shell/pipeline/"
    stranger = Client()
    stranger.force_login(make_user("eva"))
    assert "/tokens/" in client.get(address).content.decode()
    assert "/tokens/" not in stranger.get(address).content.decode()


def test_what_is_not_known_is_not_made_up():
    (statement,) = json.loads(policy("", "", "prod", "shell"))["Statement"]
    assert statement["Resource"][0] == "arn:aws:ecs:REGION:ACCOUNT:service/prod/shell"
    assert "ecs:ContinueServiceDeployment" in statement["Action"]
