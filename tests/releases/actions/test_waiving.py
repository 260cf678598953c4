"""Waivers: who may, how long, and what they cost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from maturity.actions.errors import Refused
from maturity.models import Event, Membership, Role
from releases.actions.waiving import end_waiver, waive
from releases.core.checklist import Checklist, Item
from releases.core.gate import Outcome
from releases.core.known import AUTHORS
from releases.models import Release
from tests.releases.factories import SHORT
from tests.releases.scene import Scene

pytestmark = pytest.mark.django_db


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_a_lead_waives_what_failed_and_then_does_not_sign(scene, gates):
    gates.outcomes["no_open_drift"] = Outcome.FAILED
    scene.submit()
    scene.sign("ana", "ops.owner")
    waive(scene["leo"], scene.release, "iac.drift", "known since May", digest=scene.release.digest)
    assert scene.state == "ready"
    with pytest.raises(Refused, match="You waived an item"):
        scene.sign("leo")
    end_waiver(scene["leo"], scene.release, "iac.drift")
    assert scene.state == "in_review"
    assert kinds()[-2:] == ["waiver.ended", "release.unsettled"]


def test_a_waiver_ends_with_its_time_for_good(scene, gates):
    gates.outcomes["no_open_drift"] = Outcome.FAILED
    scene.submit()
    waive(scene["leo"], scene.release, "iac.drift", "for now", hours=1, digest=scene.release.digest)
    scene.check(timezone.now() + timedelta(hours=1))
    assert scene.release.waivers.get().ended_how == "expired"


@pytest.mark.parametrize(
    ("name", "item", "fields", "sentence"),
    [
        ("mia", "iac.drift", {}, "role"),
        ("leo", "nothing", {}, "no such item"),
        ("leo", "src.two", {}, "Nobody waives this item"),
        ("leo", "iac.drift", {"reason": " "}, "Say why"),
        ("leo", "iac.drift", {"reason": "x" * 2_001}, "at most 2,000"),
        ("leo", "iac.drift", {"hours": 721}, "1 to 720 hours"),
        ("leo", "iac.drift", {"digest": "b" * 64}, "has changed"),
    ],
)
def test_a_waiver_that_cannot_be_is_refused(gates, name, item, fields, sentence):
    firm = Item(key="src.two", title="Two", gate="level_at_least", waivable="")
    scene = Scene(Checklist(items=(*SHORT.items, firm), approvals=()))
    given = {"reason": "known", "digest": scene.release.digest, **fields}
    with pytest.raises(Refused, match=sentence):
        waive(scene[name], scene.release, item, **given)


def test_what_people_are_asked_for_is_not_waived_by_the_author(scene):
    Membership.objects.filter(user=scene["lin"]).update(role=Role.LEAD)
    with pytest.raises(Refused, match="You opened this release"):
        waive(scene["lin"], scene.release, "ops.owner", "I am", digest=scene.release.digest)


def test_authors_that_nobody_knows_are_waived_by_a_lead(scene):
    Release.objects.update(authors=None)
    scene.submit()
    scene.sign("ana", "ops.owner")
    scene.sign("mia")
    assert scene.state == "ready"
    waive(scene["leo"], scene.release, AUTHORS, "a mirror of another host", digest=scene.release.digest)
    assert scene.state == "approved"
