"""The samples go through the real engine: what the README promises of them must be so."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from maturity.models import Assessment, Event, Plan, Repository, Run, Stack
from releases.models import Deployment, Release

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(data) -> str:
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def test_the_samples_stand_on_different_rungs_and_one_lost_its_own(told):
    levels = dict(Repository.objects.values_list("name", "level"))
    assert levels == {
        "acme/data-platform": 2,
        "acme/edge-cluster": 5,
        "acme/office-network": 1,
        "acme/payments-infra": 3,
        "acme/terraform-aws-bucket": None,
    }
    assert [repository.name for repository in Repository.objects.dropped()] == ["acme/payments-infra"]
    assert "acme/payments-infra: level 3, was 4" in told
    lost = [
        event.data
        for event in Event.objects.filter(kind="level.changed")
        if event.data["to"] < event.data["from"]
    ]
    assert [data["subject"] for data in lost] == ["Make CI faster"]


def test_a_tag_opened_a_release_whose_checks_ran(told):
    release = Release.objects.get()
    assert (str(release), release.base_version, release.origin) == ("Payments 1.4.0", "1.3.0", "api")
    assert release.state == "draft"
    assert release.plan_digest
    assert "Payments 1.4.0: a release to look at" in told
    found = dict(release.checks.filter(current=True).values_list("item", "outcome"))
    assert (found["iac.drift"], found["stage.soak"], found["iac.no_destroy"]) == (
        "failed",
        "passed",
        "passed",
    )
    assert {found[key] for key in ("src.merged", "ci.green", "alarm.quiet", "slo.bound")} == {"unknown"}
    assert not release.signoffs.exists()


def test_its_deployments_say_that_they_come_from_the_sample(told):
    rows = Deployment.objects.order_by("started_at").values_list(
        "environment", "version", "actor", "artifact"
    )
    assert list(rows) == [
        ("stage", "1.3.0", "the CI of the sample", ""),
        ("prod", "1.3.0", "the CI of the sample", ""),
        ("stage", "1.4.0", "the CI of the sample", ""),
    ]


def test_a_second_run_changes_nothing(told):
    before = Assessment.objects.count(), Event.objects.count(), Run.objects.count()
    call_command("demo", stdout=StringIO())
    assert (Assessment.objects.count(), Event.objects.count(), Run.objects.count()) == before


def test_the_plans_its_ci_sent_show_drift_that_grew_and_drift_that_was_reverted(told):
    prod, stage = (Stack.objects.get(directory=f"live/{name}") for name in ("prod", "stage"))
    assert (prod.finding, stage.finding) == ("drifted", "pending")
    assert [episode.resources for episode in prod.episodes.open()] == [2]
    assert [episode.ending for episode in stage.episodes.all()] == ["reverted"]
    told_of = Event.objects.filter(stack=prod).order_by("pk").values_list("kind", flat=True)
    assert list(told_of) == ["drift.opened", "drift.grew"]
    opened = Event.objects.get(stack=prod, kind="drift.opened")
    assert timezone.now() - opened.at > timedelta(days=2)


def test_a_pull_request_of_a_sample_would_replace_what_holds_data(told):
    plan = Plan.objects.get(purpose="pull_request", stack__directory="live/prod")
    assert plan.pull_request is not None
    assert (plan.pull_request.number, plan.replaces, plan.holds_data) == (214, 2, 1)
