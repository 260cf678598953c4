"""From a draft to Prod: submitted, started, let through, held, resumed, given up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from maturity.actions.errors import Refused
from maturity.models import Event, User
from releases.actions import moving
from releases.actions.errors import Overtaken
from releases.actions.moving import Blocked
from releases.core.checklist import Checklist
from releases.core.gate import Outcome
from releases.models import GateTicket, Release, RollbackPlan
from tests.releases.scene import Scene

pytestmark = pytest.mark.django_db
EMPTY = Checklist(approvals=())


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_a_release_without_an_accepted_way_back_is_not_submitted(scene):
    RollbackPlan.objects.update(accepted_at=None)
    with pytest.raises(Refused, match="rollback plan"):
        scene.submit()
    assert scene.state == "draft"


def test_who_accepted_a_plan_that_changes_with_what_is_known_is_told_so(scene):
    RollbackPlan.objects.update(steps=[])
    with pytest.raises(Refused, match="More is known of the release by now"):
        scene.submit()
    assert scene.state == "draft"


def test_nothing_known_is_not_submitted(gates):
    with pytest.raises(Refused, match="is not known"):
        Scene(artifact="").submit()


def test_submitting_twice_tells_the_second(scene):
    scene.submit()
    with pytest.raises(Overtaken, match="another state"):
        scene.submit()
    assert kinds().count("release.submitted") == 1


def test_submitting_asks_the_gates_at_once(scene):
    assert scene.submit().checks.get().outcome == "passed"


def test_a_start_gives_a_ticket_that_opens_once(scene):
    scene.approve()
    secret = scene.start()
    assert secret.startswith("rungs_gate_")
    assert secret not in str(list(GateTicket.objects.values())) + str(list(Event.objects.values()))
    assert scene.state == "rolling"
    assert scene.use(secret).step == 100
    with pytest.raises(Refused, match="used already"):
        scene.use(secret)
    assert kinds()[-3:] == ["release.started", "ticket.issued", "ticket.used"]
    assert scene.release.tickets.get().principal["username"] == "eva"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"digest": "b" * 64}, "something else"),
        ({"environment": "stage"}, "another environment"),
        ({"minutes": 31}, "good for 30 minutes"),
        ({"minutes": -31}, "good for 30 minutes"),
    ],
)
def test_a_ticket_opens_one_thing_for_half_an_hour(scene, fields, sentence):
    scene.approve()
    secret = scene.start()
    if "minutes" in fields:
        fields = {"now": timezone.now() + timedelta(**fields)}
    with pytest.raises(Refused, match=sentence):
        scene.use(secret, **fields)
    assert scene.release.tickets.get().used_at is None


def test_a_ticket_that_nobody_gave_out_opens_nothing(scene):
    with pytest.raises(Refused, match="no such ticket"):
        scene.use("rungs_gate_guess")


def test_a_machine_that_is_known_uses_the_open_ticket(scene):
    scene.approve()
    with pytest.raises(Refused, match="No ticket"):
        moving.use_open_ticket(scene.release, digest=scene.release.digest, used_by="ci")
    scene.start()
    moving.use_open_ticket(scene.release, digest=scene.release.digest, used_by="ci")
    assert scene.release.tickets.get().used_by == "ci"


def test_who_signed_off_does_not_start(scene):
    scene.approve()
    with pytest.raises(Blocked, match="0 of 1 with the role approver"):
        scene.start("mia")
    assert scene.state == "approved"


def test_a_machine_starts_what_is_approved(scene):
    scene.approve()
    assert moving.start(None, scene.release, digest=scene.now.digest, via="ci")
    assert scene.release.tickets.get().principal["name"] == "ci"


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.UNKNOWN, Outcome.ERROR])
def test_what_went_wrong_since_is_found_at_the_start_and_written_down(scene, gates, outcome):
    scene.approve()
    gates.outcomes["no_open_drift"] = outcome
    with pytest.raises(Blocked) as refused:
        scene.start()
    assert [one.item for one in refused.value.blockers] == ["iac.drift"]
    assert scene.state == "in_review"
    assert scene.release.checks.get(current=True).outcome == outcome


def test_a_sign_off_that_expired_by_the_second_is_found_at_the_start(scene):
    scene.approve()
    with pytest.raises(Blocked):
        scene.start(now=timezone.now() + timedelta(hours=72))
    assert scene.state == "in_review"


@pytest.mark.parametrize("gate", ["not_frozen", "post_review_done", "rollback_accepted"])
def test_freezes_open_reviews_and_the_way_back_hold_also_where_no_list_names_them(scene, gates, gate):
    scene.approve()
    gates.outcomes[gate] = Outcome.FAILED
    with pytest.raises(Blocked) as refused:
        scene.start()
    assert [one.item for one in refused.value.blockers] == [gate]


def test_what_is_not_approved_does_not_start(scene):
    with pytest.raises(Overtaken):
        scene.start()
    scene.submit()
    with pytest.raises(Blocked, match="nobody signed it off yet"):
        scene.start()
    assert scene.state == "in_review"


@pytest.mark.parametrize("fields", [{"digest": "b" * 64}, {"revision": 0}])
def test_a_page_that_is_out_of_date_starts_nothing(scene, fields):
    scene.approve()
    with pytest.raises(Overtaken):
        scene.start(**fields)


def test_starting_twice_tells_the_second(scene):
    scene.approve()
    scene.start()
    with pytest.raises(Overtaken, match="another state"):
        scene.start()
    assert GateTicket.objects.count() == 1


def test_one_release_is_on_its_way_at_a_time(scene):
    first = scene.another("2.13.0", EMPTY, state="rolling")
    scene.approve()
    with pytest.raises(Overtaken, match=rf"Version {first.version} is on its way"):
        scene.start()
    assert scene.state == "approved"


def test_older_ones_give_way_and_newer_ones_wait(scene):
    older, newer = scene.release, scene.another("2.15.0", EMPTY)
    newest = scene.another("2.16.0", EMPTY)
    scene.release = newer
    scene.submit()
    scene.start()
    older.refresh_from_db()
    newest.refresh_from_db()
    assert (older.state, newest.state) == ("superseded", "draft")
    assert Event.objects.get(kind="release.superseded").data["newer"] == "2.15.0"


def test_a_release_that_is_held_lets_nobody_through_until_people_decide(scene):
    scene.approve()
    secret = scene.start()
    moving.hold(scene["eva"], scene.release, "errors rise")
    with pytest.raises(Refused, match="withdrawn"):
        scene.use(secret)
    again = moving.resume(scene["mia"], scene.release, "noise", digest=scene.release.digest)
    assert scene.use(again).step == 100
    assert kinds()[-4:] == ["release.held", "release.resumed", "ticket.issued", "ticket.used"]


@pytest.mark.parametrize(
    ("name", "reason", "sentence"),
    [("eva", "noise", "role"), ("mia", " ", "Say why"), ("lin", "noise", "You opened")],
)
def test_who_resumes_is_an_approver_with_a_reason_and_no_part_in_it(scene, name, reason, sentence):
    User.objects.filter(username="lin").update(is_superuser=True)
    scene.approve()
    scene.start()
    moving.hold(scene["eva"], scene.release, "")
    with pytest.raises(Refused, match=sentence):
        moving.resume(scene[name], scene.release, reason, digest=scene.release.digest)
    assert scene.state == "held"


def test_resuming_asks_everything_once_more(scene, gates):
    scene.approve()
    scene.start()
    moving.hold(scene["eva"], scene.release, "")
    gates.outcomes["no_open_drift"] = Outcome.FAILED
    with pytest.raises(Blocked):
        moving.resume(scene["mia"], scene.release, "noise", digest=scene.release.digest)
    assert scene.state == "held"


def test_from_half_of_the_traffic_on_two_people_resume(scene):
    scene.approve()
    Release.objects.update(steps=[50, 100], state="held", step=50)
    digest = scene.release.digest
    assert moving.resume(scene["mia"], scene.release, "noise", digest=digest) == ""
    assert moving.resume(scene["mia"], scene.release, "noise", digest=digest) == ""
    assert scene.state == "held"
    assert moving.resume(scene["ana"], scene.release, "noise", digest=digest)
    assert scene.state == "rolling"
    assert scene.release.tickets.get().step == 100


@pytest.mark.parametrize("state", ["approved", "rolling", "observing", "completed"])
def test_only_what_was_held_is_resumed(scene, state):
    scene.approve()
    Release.objects.update(steps=[50, 100], state=state, step=50)
    with pytest.raises(Overtaken, match="in another state"):
        moving.resume(scene["mia"], scene.release, "noise", digest=scene.release.digest)
    assert not scene.release.signoffs.filter(item="rollout.resume").exists()


def test_what_holds_all_of_the_traffic_is_completed_when_it_is_resumed(scene):
    scene.approve()
    Release.objects.update(steps=[10, 100], state="held", step=100)
    for name in ("mia", "ana"):
        moving.resume(scene[name], scene.release, "fine", digest=scene.release.digest)
    assert scene.state == "completed"


def test_a_release_is_given_up_before_it_starts(scene):
    scene.submit()
    moving.abandon(scene["eva"], scene.release, "another way")
    assert (scene.state, scene.release.state_why) == ("abandoned", "another way")


def test_what_started_is_given_up_only_while_nobody_was_let_through(scene):
    scene.approve()
    secret = scene.start()
    moving.abandon(scene["eva"], scene.release)
    assert scene.state == "abandoned"
    with pytest.raises(Refused, match="withdrawn"):
        scene.use(secret)


def test_what_was_let_through_is_rolled_back_not_given_up(scene):
    scene.approve()
    scene.use(scene.start())
    with pytest.raises(Refused, match="roll it back"):
        moving.abandon(scene["eva"], scene.release)
    assert scene.state == "rolling"


@pytest.mark.parametrize("state", ["completed", "rejected", "rolled_back", "rolling_back"])
def test_what_is_over_is_neither_held_nor_given_up(scene, state):
    Release.objects.update(state=state)
    for move in (moving.hold, moving.abandon):
        with pytest.raises(Overtaken):
            move(scene["eva"], scene.release, "no")
