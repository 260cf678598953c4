"""The rollout of a release on its page, and how an application's is set."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from maturity.models import Event
from releases.actions.deployments import record
from releases.actions.opening import open_release
from releases.actions.rollouts import going_on
from releases.models import Analysis, Application, OnFail, Release, RolloutPlan, RolloutStep
from tests.pages import get
from tests.releases.factories import ARTIFACT, make_application, make_metric, make_release

pytestmark = pytest.mark.django_db
WANTED = {"steps": "1, 10, 50, 100", "bake": "10", "harm": "3", "on_fail": "propose"}


@pytest.fixture
def going(db: None) -> Release:
    """On its way to ten percent."""
    release = make_release(steps=[10, 100], state="rolling")
    release.tickets.create(
        environment="prod", digest=release.digest, step=10, secret="s", issued_at=timezone.now(),
        expires_at=timezone.now() + timedelta(minutes=30), used_at=timezone.now(), used_by="ci", principal={},
    )  # fmt: skip
    return release


def state() -> tuple[str, int]:
    found = Release.objects.get()
    return found.state, found.step


def shown() -> dict[str, Any]:
    found = Release.objects.get()
    return {"digest": found.digest, "revision": found.revision}


def part(client: Client) -> Any:
    return get(client, "/releases/ai-shell/2.14.0/rollout/", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="rollout")


def judged(verdict: str, sentence: str = "Every value keeps the limit.") -> None:
    step = RolloutStep.objects.get()
    Analysis.objects.create(
        step=step, kind="step", verdict=verdict, sentence=sentence, method="1", at=timezone.now()
    )
    RolloutStep.objects.update(verdict=verdict, judged_at=timezone.now())


def test_the_page_says_how_long_a_step_is_watched_yet(client: Client, going: Release):
    record(going.application, "prod", "2.14.0", artifact=ARTIFACT)
    text = part(client).text
    assert "0 of 10 min" in text
    assert "The traffic is not known." in text


def test_a_person_says_that_the_step_is_there(client: Client, going: Release):
    assert "10% of the traffic is on it" in part(client).text.replace(" %", "%")
    client.post("/releases/ai-shell/2.14.0/reached/", shown())
    assert state() == ("observing", 10)
    assert RolloutStep.objects.get().seen == "told by lin"


def test_after_a_pass_a_button_goes_on_and_shows_the_ticket(
    client: Client, going: Release, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(going_on, "why_not", lambda *_: None)
    record(going.application, "prod", "2.14.0", artifact=ARTIFACT)
    judged("pass")
    assert "Go to 100" in part(client).text
    response = client.post("/releases/ai-shell/2.14.0/go-on/", shown())
    assert "rungs_gate_" in response.text
    assert state() == ("rolling", 10)


@pytest.mark.parametrize("verdict", ["", "fail", "inconclusive", "marginal"])
def test_without_a_pass_there_is_no_such_button(client: Client, going: Release, verdict: str):
    record(going.application, "prod", "2.14.0", artifact=ARTIFACT)
    RolloutStep.objects.update(verdict=verdict)
    assert "Go to 100" not in part(client).text
    assert client.post("/releases/ai-shell/2.14.0/go-on/", shown()).status_code == 422


def test_a_fail_and_why_stand_on_the_page(client: Client, going: Release):
    record(going.application, "prod", "2.14.0", artifact=ARTIFACT)
    judged("fail", "Errors: 10 % are bad.")
    text = part(client).text
    assert "Failed" in text
    assert "Errors: 10 % are bad." in text
    assert "two people say why" in text


def test_a_page_of_its_own_shows_the_steps(client: Client, going: Release):
    assert "Not yet" in get(client, "/releases/ai-shell/2.14.0/rollout/").text


def test_a_lead_sets_how_an_application_is_rolled_out(client: Client):
    make_application()
    response = client.post("/releases/applications/ai-shell/rollout/", {**WANTED, "automatic": "on"})
    assert response.status_code == 302
    plan = RolloutPlan.objects.get()
    assert (plan.steps, plan.bake, plan.harm) == ([1, 10, 50, 100], 10, 3.0)
    assert (plan.automatic, plan.on_fail) == (True, OnFail.PROPOSE)
    assert Event.objects.filter(kind="rollout.changed").count() == 1
    client.post("/releases/applications/ai-shell/rollout/", {**WANTED, "automatic": "on"})
    assert Event.objects.filter(kind="rollout.changed").count() == 1
    assert "1% → 10% → 50% → 100%" in get(client, "/releases/applications/ai-shell/").text.replace(" %", "%")


@pytest.mark.parametrize(
    "wrong",
    [
        {"steps": "10, 5, 100"}, {"steps": "10, 50"}, {"steps": "a"}, {"steps": ""}, {"steps": "0, 100"},
        {"steps": "99999999999"}, {"bake": "0"}, {"bake": "x"}, {"bake": "99999999"}, {"harm": "1"},
        {"harm": "nan"}, {"harm": "inf"}, {"on_fail": "explode"}, {"steps": "１０, 100"},
        {"steps": ", ".join(map(str, range(70, 101)))},
    ],
)  # fmt: skip
def test_what_is_no_rollout_is_refused_and_changes_nothing(client: Client, wrong: dict[str, str]):
    make_application()
    response = client.post("/releases/applications/ai-shell/rollout/", {**WANTED, **wrong})
    assert response.status_code == 422
    assert not RolloutPlan.objects.exists()


def opened(application: Application, **fields: Any) -> list[int]:
    release = open_release(None, application, "2.14.0", artifact=ARTIFACT, author_name="ci", **fields)
    return list(release.steps)


def test_releases_take_the_steps_of_their_application(db: None):
    application = make_application()
    RolloutPlan.objects.create(application=application, steps=[5, 100])
    assert opened(application) == [5, 100]


def test_other_steps_may_be_given_and_without_any_plan_all_goes_at_once(db: None):
    assert opened(make_application("one"), steps=[20, 100]) == [20, 100]
    assert opened(make_application("two")) == [100]


def test_the_page_makes_few_queries(client: Client, going: Release, django_assert_max_num_queries: Any):
    for name in ("Errors", "Slow"):
        make_metric(going.application, name, kind="counts", total_query="all")
    record(going.application, "prod", "2.14.0", artifact=ARTIFACT)
    with django_assert_max_num_queries(20):
        part(client)
