"""Deployments are taken down once, whoever tells of them and however often."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError

from maturity.actions import Refused
from maturity.models import Event
from maturity.words.events import said
from releases.actions import deployments
from releases.actions.deployments import record
from releases.models import Application, Deployment
from tests.releases.factories import make_application, make_release

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Application:
    return make_application("shop")


def told(application: Application, result: str = "succeeded", **fields: Any) -> Deployment:
    given = {"environment": "stage", "version": "2.14.0", "origin": "github", "external_id": "7"}
    return record(application, **{**given, "result": result, **fields})


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_two_messages_with_one_id_are_one_deployment(shop: Application):
    told(shop, "running", actor="ci")
    done = told(shop, "succeeded")
    assert Deployment.objects.get() == done
    assert (done.result, done.actor) == ("succeeded", "ci")
    assert kinds() == ["deployment.recorded", "deployment.finished"]


def test_a_message_that_comes_again_leaves_no_trace(shop: Application):
    told(shop)
    told(shop)
    told(shop, "running")
    assert (Deployment.objects.count(), kinds()) == (1, ["deployment.recorded"])


def test_the_same_id_of_another_origin_or_application_is_another_deployment(shop: Application):
    told(shop)
    told(shop, origin="gitlab")
    told(make_application("other"))
    assert Deployment.objects.count() == 3


def test_what_contradicts_the_first_message_is_refused_and_changes_nothing(shop: Application):
    told(shop, "running")
    for wrong in ({"version": "2.15.0"}, {"environment": "prod"}):
        with pytest.raises(Refused, match="told of before"):
            told(shop, **wrong)
    assert Deployment.objects.get().result == "running"


@pytest.mark.parametrize("wrong", [{"environment": "qa"}, {"origin": "moon"}, {"version": "a/b"}])
def test_bad_input_is_refused_with_one_sentence(shop: Application, wrong: dict[str, str]):
    with pytest.raises(Refused) as refusal:
        told(shop, **wrong)
    assert refusal.value.message.endswith(".")
    assert not Deployment.objects.exists()


def test_two_that_tell_of_it_at_the_same_moment_make_one(shop: Application, monkeypatch: pytest.MonkeyPatch):
    """The slower of the two is refused by the database, looks again and finds the other's row."""
    told(shop, "running")
    real, tries = deployments._recorded, []

    def slower(*given: Any) -> Deployment:
        tries.append(given)
        if len(tries) == 1:
            raise IntegrityError
        return real(*given)

    monkeypatch.setattr(deployments, "_recorded", slower)
    assert told(shop, "succeeded").pk == Deployment.objects.get().pk


def test_a_message_of_an_earlier_try_that_comes_again_moves_nothing(shop: Application):
    told(shop, environment="prod")
    release = make_release(shop, "2.14.0", attempt=2, state="rolling", artifact="")
    told(shop, environment="prod")
    release.refresh_from_db()
    assert (release.state, release.step) == ("rolling", 0)
    told(shop, environment="prod", external_id="8")
    release.refresh_from_db()
    assert release.state != "rolling"


def test_the_event_reads_as_a_sentence(shop: Application):
    told(shop, "failed", actor="ci-bot")
    assert str(said(Event.objects.get()).word) == "shop 2.14.0 on Stage: failed, by ci-bot"


def test_an_application_without_a_repository_has_deployments_too(shop: Application):
    assert shop.repository is not None
    shop.repository.delete()
    shop.refresh_from_db()
    told(shop)
    assert Event.objects.get().team == shop.team
