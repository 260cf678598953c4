"""Several people and machines at the same second, each with its own connection: one wins, others are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from maturity.actions.errors import Refused
from maturity.models import Event
from releases.actions import moving, signing
from releases.actions.checking import attest, run_checks
from releases.actions.errors import Overtaken
from releases.actions.opening import open_release
from releases.actions.settling import settle
from releases.core.checklist import Approval, Checklist, Item, Kind
from releases.models import CheckRun, GateTicket, Release, SignOff
from tests.releases.factories import ARTIFACT, SHORT
from tests.releases.gates import Settable
from tests.releases.replay import replayed
from tests.releases.scene import Scene

pytestmark = pytest.mark.django_db(transaction=True)
CI = Item(key="ci.green", title="CI", kind=Kind.ATTESTED)
LIST = Checklist(items=(*SHORT.items, CI), approvals=(Approval("approver", 1),))


@pytest.fixture
def scene() -> Iterator[Scene]:
    with Settable().in_place():
        scene = Scene(LIST)
        scene.submit()
        told(scene, "passed")
        scene.sign("leo", "ops.owner")
        yield scene


def told(scene: Scene, outcome: str) -> CheckRun:
    release = Release.objects.get(pk=scene.release.pk)
    given: dict[str, Any] = {"url": "", "values": {}, "by": "ci", "digest": release.digest}
    return attest(release, "ci.green", outcome, "12 checks", now=timezone.now(), **given)


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each gave, or why it was refused; anything else fails the test."""

    def alone(work: Callable[[], object]) -> object:
        try:
            return work()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(alone, works))


def refused(found: list[object]) -> list[object]:
    return [one for one in found if isinstance(one, Refused)]


def test_of_two_who_sign_the_same_page_one_wins_and_the_other_is_told(scene):
    revision = scene.now.revision
    found = at_once(*[lambda name=name: scene.sign(name, revision=revision) for name in ("mia", "ana")])
    (loser,) = refused(found)
    assert isinstance(loser, Overtaken)
    assert str(loser) == "Somebody changed this release since this page was loaded: look at it again."
    assert SignOff.objects.standing().filter(item="").count() == 1


def test_of_four_starts_one_gives_a_ticket(scene):
    scene.sign("mia")
    digest = scene.now.digest
    found = at_once(*[lambda: moving.start(scene["eva"], scene.release, digest=digest)] * 4)
    assert len(refused(found)) == 3
    assert GateTicket.objects.count() == 1
    assert Event.objects.filter(kind="release.started").count() == 1


def test_of_two_releases_that_start_one_goes(scene):
    empty = Checklist(approvals=())
    both = [scene.another(version, empty) for version in ("2.15.0", "2.16.0")]
    for one in both:
        moving.submit(scene["eva"], one)
    found = at_once(*[lambda one=one: moving.start(scene["eva"], one, digest=one.digest) for one in both])
    assert len(refused(found)) == 1
    assert Release.objects.on_the_way().count() == 1


def test_a_ticket_shown_by_four_opens_for_one(scene):
    scene.sign("mia")
    secret = scene.start()
    assert len(refused(at_once(*[lambda: scene.use(secret)] * 4))) == 3


@pytest.mark.parametrize("turn", range(3))
def test_whatever_comes_at_the_moment_of_the_start_it_goes_only_by_what_holds(scene, turn):
    """In the history, each comes before the other or after it: nothing lies between."""
    scene.sign("mia")
    digest = scene.now.digest
    works: list[Callable[[], object]] = [
        lambda: moving.start(scene["eva"], scene.release, digest=digest),
        lambda: signing.revoke(scene["mia"], scene.release),
        lambda: scene.reject("ana", digest=digest),
        lambda: told(scene, "failed"),
        lambda: settle(timezone.now()),
        lambda: run_checks(scene.release, timezone.now()),
    ]
    at_once(*works[turn:], *works[:turn])
    assert replayed(least=1) == []
    after_start = Event.objects.filter(kind="release.started").first()
    if after_start is not None:
        before = Event.objects.filter(pk__lt=after_start.pk)
        assert not before.filter(kind="item.attested", data__outcome="failed").exists()
    assert Release.objects.on_the_way().count() == bool(after_start)


def test_a_ticket_and_a_word_taken_back_at_the_same_moment_agree(scene):
    scene.sign("mia")
    secret = scene.start()
    used, _ = at_once(lambda: scene.use(secret), lambda: signing.revoke(scene["mia"], scene.release))
    ticket = GateTicket.objects.get()
    assert scene.state == "held"
    assert (ticket.used_at is None) == isinstance(used, Refused)
    assert (ticket.used_at is None) != (ticket.void_at is None)


def test_one_version_opened_by_two_people_is_one_release(scene):
    found = at_once(
        *[
            lambda name=name: open_release(scene[name], scene.application, "3.0.0", artifact=ARTIFACT)
            for name in ("eva", "lin")
        ]
    )
    assert [str(one) for one in refused(found)] == ["Version 3.0.0 is open already."]
    assert Release.objects.filter(version="3.0.0").count() == 1


def test_gates_asked_by_four_at_once_leave_one_answer_each(scene):
    CheckRun.objects.all().delete()
    assert refused(at_once(*[lambda: run_checks(scene.release, timezone.now())] * 4)) == []
    assert CheckRun.objects.filter(current=True, item="iac.drift").count() == 1
