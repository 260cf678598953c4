"""What is counted for somebody is what the page of the release offers them, and each button works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from maturity.models import Membership, Role, User
from releases.actions import moving, signing
from releases.actions.waiving import end_waiver, waive
from releases.core.checklist import Approval, Checklist, Item, Kind
from releases.core.gate import Outcome
from releases.core.known import WHOLE
from releases.models import Release, SignOff, Waiver
from releases.views._release import page_of
from tests.factories import make_member, make_user
from tests.maturity.waiting.conftest import fresh, waits_for
from tests.releases.gates import Settable
from tests.releases.scene import Scene

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LIST = Checklist(
    items=(
        Item(key="iac.drift", title="No drift", gate="no_open_drift"),
        Item(key="ops.owner", title="On call", kind=Kind.MANUAL, role="engineer", waivable="approver"),
        Item(key="slo.budget", title="Budget is left", kind=Kind.MANUAL, max_age=4),
        Item(key="sec.review", title="Security looked", kind=Kind.MANUAL, role="lead", blocking=False),
    ),
    approvals=(Approval("approver", 1), Approval("lead", 1)),
    approval_hours=48,
)
START = "start"


@pytest.fixture
def gates() -> Iterator[Settable]:
    with Settable().in_place() as settable:
        yield settable


@pytest.fixture
def scene() -> Scene:
    made = Scene(LIST)
    make_member("vic", made.team, Role.VIEWER)
    make_member("ada", made.team, Role.ADMIN)
    make_user("out", email="out@example.com")
    return made


def counted(user: User) -> set[str]:
    return {_key(item.url, item.button) for item in waits_for(user)}


def _key(url: str, button: str) -> str:
    return START if button == "Start" else url.partition("#i-")[2]


def offered(user: User, release: Release) -> set[str]:
    """What the page has a button for that says yes."""
    page = page_of(Release.objects.get(pk=release.pk), fresh(user), timezone.now())
    found = {row.key for group in page.groups for row in group.rows if row.mine}
    starts = page.before and page.moves and page.starts and not page.obstacles
    return found | ({WHOLE} if page.agrees else set()) | ({START} if starts else set())


def agree(scene: Scene) -> None:
    for item in ("ops.owner", "slo.budget"):
        scene.sign("ana", item)
    scene.sign("mia")
    scene.sign("leo")


def held(scene: Scene) -> None:
    agree(scene)
    scene.start()
    moving.hold(scene["eva"], scene.now, "errors")


def revoked_on_the_way(scene: Scene) -> None:
    agree(scene)
    scene.start()
    signing.revoke(scene["mia"], scene.now)


def waived(scene: Scene) -> None:
    waive(scene["leo"], scene.now, "slo.budget", "it is new", digest=scene.now.digest)


def waived_no_more(scene: Scene) -> None:
    waived(scene)
    end_waiver(scene["ada" if "ada" in scene.people else "leo"], scene.now, "slo.budget")


def waiver_over(scene: Scene) -> None:
    waived(scene)
    Waiver.objects.update(until=timezone.now())
    scene.check()


def outside(scene: Scene) -> None:
    scene.sign("ana", "ops.owner")
    Membership.objects.filter(user=scene["ana"]).delete()
    scene.check()


def authored(scene: Scene) -> None:
    Release.objects.update(authors=[{"name": "Mia", "email": "MIA@example.com"}])


SITUATIONS: dict[str, Callable[[Scene], object]] = {
    "new": lambda scene: None,
    "one item answered": lambda scene: scene.sign("ana", "ops.owner"),
    "one agreed": lambda scene: scene.sign("mia"),
    "all agreed": agree,
    "an item rejected": lambda scene: scene.reject("ana", "slo.budget"),
    "the whole rejected while in review": lambda scene: scene.reject("mia"),
    "waived": waived,
    "waived no more": waived_no_more,
    "waiver over": waiver_over,
    "held": held,
    "taken back on its way": revoked_on_the_way,
    "who answered left": outside,
    "commits of somebody": authored,
    "authors not known": lambda scene: Release.objects.update(authors=None),
    "nothing known of what is released": lambda scene: Release.objects.update(digest=""),
    "abandoned": lambda scene: moving.abandon(scene["eva"], scene.now),
}


@pytest.mark.parametrize("situation", sorted(SITUATIONS))
def test_what_is_counted_for_somebody_is_what_the_page_offers_them(
    scene: Scene, gates: Settable, situation: str
):
    scene.submit()
    SITUATIONS[situation](scene)
    for user in User.objects.order_by("username"):
        ours = offered(user, scene.release)
        if Release.objects.get().state != "held":
            assert (user.username, counted(user)) == (user.username, ours)
        else:
            told = {one for one in waits_for(user) if one.button != "Decide"}
            assert {_key(one.url, one.button) for one in told} == ours


@pytest.mark.parametrize("outcome", [Outcome.PASSED, Outcome.FAILED])
def test_each_thing_that_is_counted_can_be_done_by_the_one_it_is_counted_for(
    scene: Scene, gates: Settable, outcome: Outcome
):
    gates.outcomes["no_open_drift"] = outcome
    scene.submit()
    for name in ("lin", "eva", "mia", "ana", "leo"):
        for item in counted(scene[name]) - {START}:
            scene.sign(name, item)
            assert item not in counted(scene[name])


def test_nobody_else_can_sign_what_is_not_counted_for_them(scene: Scene, gates: Settable):
    scene.submit()
    assert counted(scene["lin"]) == set()
    assert counted(scene["eva"]) == {"ops.owner"}
    assert counted(scene["mia"]) == {"ops.owner", "slo.budget", WHOLE}
    assert counted(scene["leo"]) == {"ops.owner", "slo.budget", "sec.review", WHOLE}


def test_an_answer_that_grew_old_is_asked_for_again_also_of_who_gave_it(scene: Scene, gates: Settable):
    scene.submit()
    scene.sign("ana", "slo.budget")
    assert "slo.budget" not in counted(scene["ana"])
    SignOff.objects.update(at=timezone.now() - 5 * HOUR)
    scene.check()
    assert "slo.budget" in counted(scene["ana"]) & offered(scene["ana"], scene.release)


def test_it_is_counted_at_the_moment_an_answer_lapses_without_anybody_looking(scene: Scene, gates: Settable):
    scene.submit()
    scene.sign("ana", "slo.budget")
    row = Release.objects.get().requests.get(item="slo.budget")
    assert row.since == SignOff.objects.get().at + 4 * HOUR
    passed = timedelta(hours=4, minutes=1)
    SignOff.objects.update(at=timezone.now() - passed)
    Release.objects.get().requests.filter(pk=row.pk).update(since=row.since - passed)
    assert "slo.budget" in counted(scene["mia"]) & offered(scene["mia"], scene.release)


def test_what_waits_longer_keeps_the_moment_it_began(scene: Scene, gates: Settable):
    scene.submit()
    Release.objects.get().requests.update(since=timezone.now() - 3 * HOUR)
    scene.check()
    (since,) = {row.since for row in Release.objects.get().requests.all()}
    assert timezone.now() - since >= 3 * HOUR
