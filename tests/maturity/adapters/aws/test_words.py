"""What botocore raises, as one sentence each."""

from __future__ import annotations

import pytest
from botocore.exceptions import (
    ClientError,
    EndpointConnectionError,
    NoRegionError,
    ParamValidationError,
    ReadTimeoutError,
)

from maturity.adapters.aws.words import telling
from maturity.adapters.errors import AdapterError


def told(error: Exception, action: str = "s3:GetObject") -> AdapterError:
    with pytest.raises(AdapterError) as raised, telling("reading the state", action):
        raise error
    return raised.value


def answer(code: str, message: str = "") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, "GetObject")


def test_a_refusal_names_the_action_that_is_missing() -> None:
    said = told(answer("403", "Forbidden"))
    assert said.permanent
    assert said.message == (
        "reading the state: 403: Forbidden. "
        "The role needs s3:GetObject: copy the policy from the connection's page."
    )


def test_the_action_that_aws_names_counts_more_than_ours() -> None:
    said = told(answer("AccessDenied", "User: x is not authorized to perform: kms:Decrypt on resource: y"))
    assert "The role needs kms:Decrypt:" in said.message


@pytest.mark.parametrize("code", ["SlowDown", "ExpiredToken", "503", "ThrottlingException"])
def test_what_passes_by_itself_is_not_permanent(code: str) -> None:
    assert not told(answer(code)).permanent


@pytest.mark.parametrize(
    "error", [EndpointConnectionError(endpoint_url="x"), ReadTimeoutError(endpoint_url="x")]
)
def test_an_endpoint_that_does_not_answer_may_answer_later(error: Exception) -> None:
    assert not told(error).permanent


def test_what_we_ask_wrongly_stays_wrong() -> None:
    assert told(ParamValidationError(report="Invalid length for parameter ExternalId")).permanent
    assert told(NoRegionError()).message == "reading the state: the connection names no region."


def test_an_endless_answer_is_cut() -> None:
    assert len(told(answer("Odd", "no " * 5000)).message) < 600
