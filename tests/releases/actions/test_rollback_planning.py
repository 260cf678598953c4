"""Rollback plans as rows: made by default, remade when something changes, written and accepted by people."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from django.utils import timezone

from maturity.actions.errors import Refused
from maturity.core.plans.change import Action, ResourceChange
from maturity.models import Event, Role, Stack, Team, User
from releases.actions.errors import Overtaken
from releases.actions.opening import open_release
from releases.actions.rolling_back import accept_plan, clock_of, make_plan, renew_plan, write_plan
from releases.core import rollback
from releases.core.facts.code import Code
from releases.core.facts.service import Image, Kept, Live, TaskDefinition, packed
from releases.core.migration import Migration, Note, Way
from releases.core.state import State
from releases.models import CodeReading, FeatureFlag, Release, ReleaseFlags, RollbackPlan, Service
from tests.factories import make_member, make_stack
from tests.factories import make_plan as plan_row
from tests.releases.factories import make_application, make_deployment, make_target

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(team: Team) -> User:
    return make_member("ann", team, Role.ENGINEER)


def stack_of(release: Release) -> Stack:
    repository = release.application.repository
    assert repository is not None
    return make_stack(repository, "live/prod")


def made(release: Release) -> list[str]:
    return [str(step["text"]) for step in make_plan(release, timezone.now()).steps]


def read(release: Release) -> str:
    return rollback.digest_of(RollbackPlan.objects.get(release=release).steps)


def accepted(release: Release, by: User) -> RollbackPlan:
    make_plan(release, timezone.now())
    return accept_plan(by, release, release.digest, read(release))


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_every_release_that_is_opened_has_a_plan_that_says_what_is_not_known(lin: User):
    application = make_application()
    make_deployment(application, "2.14.0")
    release = open_release(lin, application, "2.14.0")
    steps = release.rollback_plan.steps
    assert steps[0]["text"].startswith("Find out which version serves in Prod now")
    assert len(release.rollback_plan.warnings) >= 4


def test_what_is_known_of_flags_service_and_deployments_is_in_the_plan(release: Release):
    application, now = release.application, timezone.now()
    given = {"application": application, "first_seen_at": now, "changed_at": now}
    FeatureFlag.objects.create(key="shell.stream", off=False, **given)
    FeatureFlag.objects.create(key="untouched", off=False, **given)
    changes = [{"key": "shell.stream", "how": "new"}, {"key": "shell.depth", "how": "new", "type": "number"}]
    ReleaseFlags.objects.create(release=release, commit=release.commit, read_at=now, changes=changes)
    Service.objects.create(application=application, environment="prod", cluster="c", name="shell")
    steps = made(release)
    assert "Set the flag shell.stream to false in Prod" in steps
    assert "Find out which value of the flag shell.depth is the safe one" in steps
    assert "Find out the task definition of 2.13.4: the service shell was not read" in steps
    assert not any("untouched" in step for step in steps)


def test_what_aws_said_of_the_service_is_in_the_plan_and_in_its_limits(release: Release):
    live = Live(
        settings={"deployment_strategy": "BLUE_GREEN", "bake_time": 1800, "deregistration_delay": 300},
        running=TaskDefinition(name="shell:41", images=(Image(image="shell@sha256:0", exists=False),)),
    )
    Service.objects.create(
        application=release.application, environment="prod", cluster="c", name="shell", live=packed(live),
        read_at=timezone.now(),
    )  # fmt: skip
    steps = made(release)
    for text in (
        "Give the old target group of shell all of the traffic again",
        "Build shell@sha256:0 again: its registry no longer has it",
        "Deploy the task definition shell:41 to shell again",
        "Let open sessions drain: they have 300 s",
    ):
        assert text in steps
    [limit] = rollback.limits_of(RollbackPlan.objects.get().limits)
    assert (limit.why, limit.after) == ("the old tasks are stopped 30 min after the traffic moved", 1800)


def test_until_when_the_image_before_can_be_pulled_is_in_the_plan(release: Release):
    ends, rule = timezone.now() + timedelta(days=3), "rule 1 deletes it 14 d after it was pushed"
    images = (
        Image(image="web:1", exists=True, kept=Kept(until=ends + timedelta(days=9), by="rule 2")),
        Image(image="web:2", exists=True, kept=Kept(until=ends, by=rule)),
        Image(image="web:3", exists=True, kept=Kept(unknown="rule 3 counts")),
    )
    Service.objects.create(
        application=release.application, environment="prod", cluster="c", name="shell",
        live=packed(Live(running=TaskDefinition(name="shell:41", images=images))), read_at=timezone.now(),
    )  # fmt: skip
    assert "Find out until when web:3 can be pulled: rule 3 counts" in made(release)
    plan = RollbackPlan.objects.get()
    said = f"the image of 2.13.4 cannot be pulled any more: {rule}"
    assert (plan.deadline_at, plan.deadline_why) == (ends, said)


def test_migrations_of_its_commits_are_in_the_plan_by_what_undoing_them_takes(release: Release):
    assert any("whether 2.14.0 changes the database" in step for step in made(release))
    lossy = Migration(path="a/0042.py", tool="django", way=Way.LOSSY, breaks=(Note("drops a column"),))
    code = Code(
        migrations=(Migration(path="a/0041.py", tool="django"), lossy), touched=("a/0001.py",), more=3
    )
    CodeReading.objects.create(
        release=release, commit=release.commit, base=release.base_commit, at=timezone.now(),
        body=msgspec.to_builtins(code),
    )  # fmt: skip
    steps = made(release)
    assert "Run the way down of a/0042.py: the schema comes back, the data it dropped do not" in steps
    assert "Find out how a/0001.py is undone: it could not be read" in steps
    assert "Find out how the migrations that were not read are undone: 3 more" in steps
    assert not any("a/0041.py" in step for step in steps)
    [limit] = rollback.limits_of(RollbackPlan.objects.get().limits)
    assert limit.why == "a/0042.py cannot be undone once it ran"


def test_a_version_that_adds_no_migration_leaves_the_database_alone(release: Release):
    CodeReading.objects.create(
        release=release, commit=release.commit, base=release.base_commit, at=timezone.now(),
        body=msgspec.to_builtins(Code()),
    )  # fmt: skip
    assert "Leave the database as it is: the version adds no migration" in made(release)


def test_flags_that_were_looked_for_and_not_found_are_no_question(release: Release):
    assert any("which feature flags" in step for step in made(release))
    ReleaseFlags.objects.create(release=release, commit=release.commit, read_at=timezone.now(), changes=[])
    assert not any("feature flags" in step for step in made(release))


def test_the_version_before_is_what_serves_when_nobody_wrote_it_down(release: Release):
    release.base_version = ""
    make_deployment(release.application, "2.13.3", environment="prod")
    assert any("2.13.3 serves" in step for step in made(release))


def test_what_the_plans_of_the_release_destroy_is_named(release: Release):
    stack = stack_of(release)
    gone = ResourceChange(address="aws_db_instance.main", action=Action.DELETE, holds_data=True)
    release.plans.add(plan_row(stack, (gone,), deletes=1, holds_data=1))
    assert any("Restore aws_db_instance.main of live/prod" in step for step in made(release))


def test_plans_whose_changes_are_no_longer_kept_have_to_be_looked_up(release: Release):
    stack = stack_of(release)
    release.plans.add(plan_row(stack, (), deletes=1, holds_data=1))
    assert any("Find out what the plan of live/prod destroys" in step for step in made(release))


def test_stacks_that_nobody_planned_have_to_be_looked_up(release: Release):
    assert not any("which infrastructure" in step for step in made(release))
    make_target(release.application, stack_of(release))
    assert any("which infrastructure" in step for step in made(release))


def test_a_person_accepts_it_for_this_subject_and_these_steps(release: Release, ann: User):
    plan = accepted(release, ann)
    assert plan.accepted_for(release.digest)
    assert plan.principal["username"] == "ann"
    assert kinds() == ["rollback.accepted"]
    with pytest.raises(Overtaken, match="accepted already"):
        accept_plan(ann, release, release.digest, read(release))


def test_steps_that_nobody_read_are_not_accepted(release: Release, ann: User):
    with pytest.raises(Overtaken, match="The plan has changed"):
        accept_plan(ann, release, release.digest, "0" * 64)
    with pytest.raises(Overtaken, match="What is released has changed"):
        accept_plan(ann, release, "0" * 64, read(release))
    assert RollbackPlan.objects.get().accepted_at is None


def test_who_may_only_look_accepts_and_writes_nothing(release: Release, team: Team):
    viewer = make_member("vera", team, Role.VIEWER)
    with pytest.raises(Refused, match="does not allow"):
        accept_plan(viewer, release, release.digest, read(release))
    with pytest.raises(Refused, match="does not allow"):
        write_plan(viewer, release, "Go back", read(release))


def test_making_the_same_plan_again_keeps_that_it_was_accepted(release: Release, ann: User):
    accepted(release, ann)
    assert make_plan(release, timezone.now()).accepted_for(release.digest)
    assert kinds() == ["rollback.accepted"]


def test_a_plan_that_changes_has_to_be_accepted_anew(release: Release, ann: User):
    accepted(release, ann)
    release.base_version = "2.13.5"
    assert make_plan(release, timezone.now()).accepted_at is None
    assert kinds() == ["rollback.accepted", "rollback.changed"]


def test_a_new_subject_has_to_be_accepted_anew(release: Release, ann: User):
    accepted(release, ann)
    release.digest = "f" * 64
    assert make_plan(release, timezone.now()).accepted_at is None


def test_a_plan_in_a_person_s_words_is_not_made_anew_until_they_ask(release: Release, ann: User):
    accepted(release, ann)
    plan = write_plan(ann, release, "Tell #ops\nSwitch the weights back", read(release))
    assert [step["text"] for step in plan.steps] == ["Tell #ops", "Switch the weights back"]
    assert plan.accepted_at is None
    assert made(release) == ["Tell #ops", "Switch the weights back"]
    renewed = renew_plan(ann, release, read(release))
    assert len(renewed.steps) > 2
    assert not RollbackPlan.objects.get().written
    assert kinds() == ["rollback.accepted", "rollback.written", "rollback.renewed"]


@pytest.mark.parametrize("text", ["", " \n\n", "x" * 501, "a\n" * 41])
def test_what_is_no_plan_is_refused_and_loses_nothing(release: Release, ann: User, text: str):
    before = made(release)
    with pytest.raises(Refused):
        write_plan(ann, release, text, read(release))
    assert made(release) == before


def test_what_no_database_takes_is_left_out_of_a_plan(release: Release, ann: User):
    plan = write_plan(ann, release, "Go\0 back \ud800now", read(release))
    assert plan.steps[0]["text"] == "Go back ?now"


def test_on_its_way_the_plan_stays_as_it_was_accepted(release: Release, ann: User):
    accepted(release, ann)
    Release.objects.update(state=State.ROLLING)
    for change in (
        lambda: write_plan(ann, release, "Other", read(release)),
        lambda: renew_plan(ann, release, read(release)),
        lambda: accept_plan(ann, release, release.digest, read(release)),
    ):
        with pytest.raises(Overtaken, match="on its way or over"):
            change()


def test_the_clock_counts_from_the_deployment_of_the_release(release: Release):
    plan = make_plan(release, timezone.now())
    plan.limits = rollback.packed([rollback.Limit("the old tasks are stopped", after=1800)])
    found = clock_of(release, plan, timezone.now())
    assert found is not None
    assert found.at is None
    started = release.created_at + timedelta(minutes=5)
    make_deployment(release.application, "2.14.0", environment="prod", started_at=started, result="failed")
    make_deployment(release.application, "2.14.0", environment="prod", started_at=started)
    found = clock_of(release, plan, timezone.now())
    assert found is not None
    assert found.at == started + timedelta(seconds=1800)
