"""Sessions, and what AWS says when it gives none. moto refuses nothing: refusals are the Stubber's."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from maturity.adapters.aws import identity, session, session_environment
from maturity.adapters.errors import AdapterError
from tests.cloud import REGION, ROLE, Cloud


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_kept", {})
    monkeypatch.setattr(session, "_clients", {})


@pytest.fixture
def assumed(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the sessions that were begun."""
    begun: list[str] = []
    real = session._assume

    def noted(connection: Any) -> session.Keys:
        begun.append(session.session_name(connection.name))
        return real(connection)

    monkeypatch.setattr(session, "_assume", noted)
    return begun


def test_a_connection_ends_up_as_its_role(cloud: Cloud) -> None:
    found = identity(cloud.connection(external_id="x-1"))
    assert found.account == "123456789012"
    assert found.arn == "arn:aws:sts::123456789012:assumed-role/rungs-read/rungs-acme-prod"


def test_a_session_is_used_again_until_shortly_before_it_ends(
    cloud: Cloud, assumed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = cloud.connection()
    for _ in range(3):
        session.client(connection, "s3")
    assert assumed == ["rungs-acme-prod"]
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + session.SECONDS - session.SPARE + 1)
    session.client(connection, "s3")
    assert len(assumed) == 2


def test_a_plan_gets_a_session_that_lasts_for_it(
    cloud: Cloud, assumed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    session.client(cloud.connection(), "s3")
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + session.SECONDS / 2 + 1)
    session_environment(cloud.connection())
    assert len(assumed) == 2


def test_another_external_id_begins_another_session(cloud: Cloud, assumed: list[str]) -> None:
    session.client(cloud.connection(external_id="one"), "s3")
    session.client(cloud.connection(external_id="two"), "s3")
    assert len(assumed) == 2


def test_terraform_gets_the_roles_keys_and_nothing_to_fall_back_to(cloud: Cloud) -> None:
    given = session_environment(cloud.connection())
    assert given["AWS_ACCESS_KEY_ID"].startswith("ASIA")
    assert given["AWS_SESSION_TOKEN"]
    assert (given["AWS_REGION"], given["AWS_ENDPOINT_URL"]) == (REGION, cloud.url)
    assert given["AWS_EC2_METADATA_DISABLED"] == "true"


def test_without_a_role_the_workers_own_identity_serves(cloud: Cloud) -> None:
    given = session_environment(cloud.connection(role_arn="", endpoint=""))
    assert given["AWS_ACCESS_KEY_ID"] == "worker"
    assert "AWS_SESSION_TOKEN" not in given
    assert "AWS_ENDPOINT_URL" not in given


def test_a_worker_without_an_identity_says_so(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    for connection in (cloud.connection(), cloud.connection(role_arn="")):
        with pytest.raises(AdapterError, match="has no AWS identity of its own"):
            session_environment(connection)


def test_an_address_in_our_own_network_is_refused_when_it_is_used(cloud: Cloud, settings: Any) -> None:
    settings.RUNGS_ALLOW_PRIVATE_ADDRESSES = False
    with pytest.raises(AdapterError, match=r"127\.0\.0\.1 is a private address"):
        identity(cloud.connection())


def refused(
    monkeypatch: pytest.MonkeyPatch, cloud: Cloud, code: str, message: str, status: int = 400
) -> AdapterError:
    """What is said when AssumeRole answers so."""
    sts = boto3.client("sts", region_name=REGION, aws_access_key_id="a", aws_secret_access_key="b")
    with Stubber(sts) as stubber:
        stubber.add_client_error("assume_role", code, message, status)
        monkeypatch.setattr(session, "_client", lambda *_: sts)
        with pytest.raises(AdapterError) as raised:
            session_environment(cloud.connection())
    return raised.value


def test_a_role_that_does_not_trust_us_says_what_to_copy(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = f"User: arn:aws:sts::1:w is not authorized to perform: sts:AssumeRole on resource: {ROLE}"
    error = refused(monkeypatch, cloud, "AccessDenied", said, 403)
    assert error.permanent
    assert error.message == (
        f"assuming {ROLE}: AccessDenied: {said}. "
        "The role must trust Rungs: copy the trust policy from the connection's page."
    )


@pytest.mark.parametrize("code", ["ExpiredToken", "ThrottlingException", "RequestLimitExceeded", "SlowDown"])
def test_what_passes_is_tried_again(cloud: Cloud, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    assert not refused(monkeypatch, cloud, code, "later").permanent


def test_keys_nobody_accepts_stay_wrong(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    error = refused(monkeypatch, cloud, "InvalidClientTokenId", "The security token is invalid.", 403)
    assert error.permanent
    assert "own AWS keys are not accepted" in error.message


def test_whoever_does_not_talk_to_aws_does_not_import_its_client() -> None:
    script = "import sys, config.celery, config.urls, maturity.tasks; print('boto3' in sys.modules)"
    code = f"import django; django.setup(); {script}"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout.strip() == "False"
