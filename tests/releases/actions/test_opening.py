"""Opening a release: what it is made of, and what cannot be opened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from maturity.actions.errors import Refused
from maturity.core.plans.change import Action, ResourceChange
from maturity.models import Event, Role
from releases.actions.opening import open_release
from releases.core.checklist import Checklist
from releases.models import Application, ChecklistTemplate, Release, SignOff
from tests.factories import make_membership, make_plan, make_stack, make_user, sha
from tests.releases.actions.test_checklist_for import make_template
from tests.releases.factories import ARTIFACT, SHORT, make_application, make_deployment, make_signoff

pytestmark = pytest.mark.django_db
OTHER = "sha256:" + "b" * 64


@pytest.fixture
def application() -> Application:
    return make_application()


def opened(application: Application, version: str = "2.15.0", **fields) -> Release:
    return open_release(None, application, version, **{"artifact": ARTIFACT, "origin": "api", **fields})


def test_a_release_takes_artifact_and_commit_from_the_deployment_to_stage(application):
    make_deployment(application, "2.15.0")
    make_deployment(application, "2.14.0", environment="prod")
    release = open_release(None, application, "2.15.0", origin="api", author_name="ci")
    assert (release.artifact, release.commit) == (ARTIFACT, sha("2.15.0"))
    assert (release.base_version, release.base_commit) == ("2.14.0", sha("2.14.0"))
    assert (release.state, release.attempt, release.steps) == ("draft", 1, [100])
    assert Event.objects.get(kind="release.opened").data["version"] == "2.15.0"


def test_what_prod_did_not_tell_of_its_version_another_message_told(application):
    make_deployment(application, "2.14.0", artifact=ARTIFACT)
    make_deployment(application, "2.14.0", artifact=OTHER, commit="b" * 40)
    make_deployment(application, "2.14.0", environment="prod", artifact=ARTIFACT, commit="")
    assert opened(application).base_commit == sha("2.14.0")


def test_the_commit_of_another_build_is_not_taken_for_what_runs(application):
    make_deployment(application, "2.14.0", artifact=OTHER)
    make_deployment(application, "2.14.0", environment="prod", artifact=ARTIFACT, commit="")
    assert opened(application).base_commit == ""


def test_a_release_is_bound_to_artifact_plans_and_list(application):
    stack = make_stack(application.repository)
    plan = make_plan(stack, (ResourceChange(address="a.b", type="a", action=Action.UPDATE),))
    with_plan, without = opened(application, plans=[plan]), opened(application, "2.16.0")
    assert with_plan.digest != without.digest
    assert list(with_plan.plans.all()) == [plan]


def test_nothing_known_is_no_subject_to_agree_to(application):
    assert opened(application, artifact="").digest == ""


def test_a_plan_whose_changes_are_gone_cannot_be_agreed_to(application):
    plan = make_plan(make_stack(application.repository), updates=1)
    plan.content.delete()
    with pytest.raises(Refused, match="not kept any more"):
        opened(application, plans=[plan])


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"version": "x" * 101}, "1 to 100 characters"),
        ({"version": "a/b"}, "no slash"),
        ({"artifact": "latest"}, "sha256: and 64"),
        ({"commit": "main"}, "hexadecimal"),
        ({"note": "x" * 2_001}, "at most 2,000 characters"),
        ({"url": "javascript:alert(1)"}, "begins with https://"),
        ({"steps": (10, 50)}, "the last step must be 100 %"),
    ],
)
def test_what_makes_no_sense_is_refused_with_one_sentence(application, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        opened(application, **fields)
    assert not Release.objects.exists()


def test_a_person_who_opens_twice_is_told(application):
    lin = make_user("lin")
    make_membership(lin, application.team, Role.ENGINEER)
    release = open_release(lin, application, "2.15.0", artifact=ARTIFACT)
    with pytest.raises(Refused, match=r"2\.15\.0 is open already"):
        open_release(lin, application, "2.15.0", artifact=ARTIFACT)
    assert (release.author, release.author_name) == (lin, "lin")


def test_a_machine_that_opens_twice_gets_the_one_there_is(application):
    assert opened(application) == opened(application)
    assert Event.objects.filter(kind="release.opened").count() == 1


def test_who_only_looks_opens_nothing(application):
    with pytest.raises(Refused, match="role"):
        open_release(make_user("vi"), application, "2.15.0", artifact=ARTIFACT)


def test_a_version_is_one_artifact_for_ever(application):
    Release.objects.filter(pk=opened(application).pk).update(state="rejected")
    with pytest.raises(Refused, match="another artifact already, sha256:aaaaaaaaaaaa…"):
        opened(application, artifact=OTHER)


def test_the_same_artifact_is_tried_again_and_keeps_what_was_said_of_it(application):
    first = opened(application)
    mia, bo = make_user("mia"), make_user("bo")
    yes = make_signoff(first, mia, expires_at=timezone.now() + timedelta(hours=1))
    make_signoff(first, bo, decision="reject")
    make_signoff(first, make_user("ana"), ended_at=timezone.now(), ended_how="revoked")
    Release.objects.filter(pk=first.pk).update(state="rejected")
    second = opened(application)
    said = {word.person: word for word in second.signoffs.all()}
    assert (second.attempt, set(said)) == (2, {mia, bo})
    assert (said[mia].carried, said[mia].expires_at) == (yes, yes.expires_at)
    assert not first.signoffs.standing().exists()


def test_what_was_said_of_another_list_is_not_carried_over(application):
    first = opened(application)
    make_signoff(first, make_user("mia"))
    Release.objects.filter(pk=first.pk).update(state="abandoned")
    make_template(Checklist(approval_hours=1), application=application)
    assert not opened(application).signoffs.exists()
    assert SignOff.objects.standing().count() == 1


def test_a_list_that_is_deleted_stays_with_the_releases_it_was_pinned_to(application):
    make_template(SHORT, application=application)
    release = opened(application)
    ChecklistTemplate.objects.all().delete()
    release.refresh_from_db()
    assert {"iac.drift", "ops.owner"} <= {item.key for item in release.checklist.items}
