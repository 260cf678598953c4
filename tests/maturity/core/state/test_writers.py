from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from maturity.core.state.writers import Span, applied_by_ci, is_ci, writer

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def span(
    who: str = "runner@fv-az1", before: int = 2, after: int | None = 1, operation: str = "apply"
) -> Span:
    return Span(who, AT - before * MINUTE, None if after is None else AT + after * MINUTE, operation)


def test_who_held_the_lock_wrote_the_state() -> None:
    assert writer(AT, [span(), span("lin@laptop", 30, -20)]) == "runner@fv-az1"
    assert writer(AT, [span(after=None)]) == "runner@fv-az1"


def test_nobody_is_named_without_a_lock_or_with_two() -> None:
    assert writer(AT, []) == ""
    assert writer(AT, [span("a@b"), span("c@d")]) == ""
    assert writer(AT, [span("")]) == ""


def test_a_plan_writes_nothing() -> None:
    assert writer(AT, [span(operation="plan")]) == ""


@pytest.mark.parametrize(
    "who",
    ["runner@fv-az1234-56", "runner@runnervmabc", "root@runner-x1-project-7-concurrent-0",
     "atlantis@atlantis-0", "jenkins@build-3", "vsts@fv-az9",
     "arn:aws:sts::1:assumed-role/deploy/GitHubActions",
     "arn:aws:sts::1:assumed-role/deploy/gitlab-runner-44",
     "arn:aws:sts::1:assumed-role/x/AWSCodeBuild-9f"],
)  # fmt: skip
def test_ci_is_known_by_its_names(who: str) -> None:
    assert is_ci(who) is True


@pytest.mark.parametrize(
    "who", ["lin@laptop", "lin@Lins-MacBook.local", "arn:aws:sts::1:assumed-role/admin/lin@acme.example"]
)
def test_a_person_is_not_ci(who: str) -> None:
    assert is_ci(who) is False


@pytest.mark.parametrize("who", ["", "root@0a1b2c3d4e5f", "root@ip-10-0-3-17.eu-west-1.compute.internal"])
def test_a_name_that_says_nothing_is_unknown(who: str) -> None:
    assert is_ci(who) is None


def test_a_connection_can_name_its_own_ci() -> None:
    assert is_ci("arn:aws:sts::1:assumed-role/tf-deploy-prod/i-0abc", ["tf-deploy-*"]) is True
    assert is_ci("arn:aws:iam::1:role/ci/tf-deploy-prod", ["tf-deploy-*"]) is True
    assert is_ci("root@0a1b2c3d4e5f", ["root@*"]) is True
    assert is_ci("lin@laptop", ["tf-deploy-*"]) is False


def test_the_share_counts_only_what_is_known() -> None:
    assert applied_by_ci([True, True, False, None]) == 67
    assert applied_by_ci([None, None]) is None
    assert applied_by_ci([]) is None
