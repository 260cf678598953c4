"""What comes in badly, sent by the forms of the pages: one clear answer, and nothing stored is lost."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from maturity.models import Membership
from releases.access import Owner
from releases.actions import templates
from releases.core.checklist import Checklist
from releases.models import CheckRun, GateTicket, Release, SignOff
from tests.pages import Page, get
from tests.releases.factories import ARTIFACT
from tests.releases.gates import Settable
from tests.releases.scene import Scene

pytestmark = pytest.mark.django_db
PLACE = "/releases/ai-shell/2.14.0/"
NEW = "/releases/new/"
WAIVE = "items/iac.drift/waive/"
FORMULA = '=HYPERLINK("https://example.com","x")'


@pytest.fixture
def scene() -> Any:
    """Signed off by mia, and by ana that somebody is on call."""
    with Settable().in_place():
        scene = Scene()
        scene.approve()
        yield scene


def by(scene: Scene, name: str) -> Client:
    client = Client()
    client.force_login(scene[name])
    return client


def stamp(scene: Scene, **more: Any) -> dict[str, Any]:
    release = scene.now
    return {"attempt": release.attempt, "digest": release.digest, "revision": release.revision, **more}


def kept(scene: Scene) -> tuple[str, int, int]:
    return scene.state, SignOff.objects.standing().count(), GateTicket.objects.count()


def test_a_digest_that_nobody_knows_is_told_and_stays_as_it_was_typed(scene: Scene):
    sent = {"app": "ai-shell", "other": "3.0.0", "artifact": "sha256:12"}
    answer = by(scene, "eva").post(NEW, sent)
    assert (answer.status_code, 'value="sha256:12"' in answer.content.decode()) == (422, True)
    assert Release.objects.count() == 1


def test_what_is_not_known_is_not_submitted(scene: Scene):
    Release.objects.update(state="draft", artifact="", digest="")
    answer = by(scene, "eva").post(PLACE + "submit/", stamp(scene))
    assert answer.status_code == 422
    assert "What is released is not known" in Page(answer).text


def test_a_digest_that_is_another_s_starts_nothing(scene: Scene):
    before = kept(scene)
    answer = by(scene, "eva").post(PLACE + "start/", stamp(scene, digest="f" * 64))
    assert (answer.status_code, kept(scene)) == (409, before)


def test_a_version_used_again_with_something_else_in_it_is_told(scene: Scene):
    Release.objects.update(state="abandoned")
    sent = {"app": "ai-shell", "other": "2.14.0", "artifact": "sha256:" + "b" * 64}
    answer = by(scene, "eva").post(NEW, sent)
    assert answer.status_code == 422
    assert f"is another artifact already, {ARTIFACT[:19]}…" in Page(answer).text
    assert Release.objects.count() == 1


def test_a_checklist_taken_away_meanwhile_leaves_the_release_its_own(scene: Scene):
    owner = Owner("application", application=scene.application)
    templates.save_version(scene["leo"], owner, Checklist(approval_hours=5), base=0)
    asked = scene.now.checklist
    assert by(scene, "leo").post("/releases/templates/application.ai-shell/remove/").status_code == 302
    template = templates.template_of(owner)
    assert template is not None
    assert template.current is None
    assert "No drift on the stacks it touches" in get(by(scene, "eva"), PLACE).text
    assert scene.now.checklist == asked
    assert by(scene, "eva").post(PLACE + "start/", stamp(scene)).status_code == 200


def test_an_approver_who_left_is_shown_as_not_counting_and_signs_no_more(scene: Scene):
    Membership.objects.filter(user=scene["mia"]).delete()
    answer = by(scene, "eva").post(PLACE + "start/", stamp(scene))
    assert answer.status_code in (409, 422)
    assert GateTicket.objects.count() == 0
    assert SignOff.objects.get(person=scene["mia"]).ended_how == "left"
    assert by(scene, "mia").post(PLACE + "sign/", stamp(scene)).status_code in (403, 404, 422)


@pytest.mark.parametrize("hours", [-200, 200])
def test_a_clock_that_jumps_starts_nothing_and_loses_no_page(
    scene: Scene, hours: int, monkeypatch: pytest.MonkeyPatch
):
    client, then = by(scene, "eva"), timezone.now() + timedelta(hours=hours)
    monkeypatch.setattr(timezone, "now", lambda: then)
    client.force_login(scene["eva"])
    answer = client.post(PLACE + "start/", stamp(scene))
    assert answer.status_code in (409, 422)
    assert GateTicket.objects.count() == 0
    assert get(client, PLACE).status == 200
    assert SignOff.objects.count() == 2


def test_a_form_sent_twice_does_it_once(scene: Scene):
    client, sent = by(scene, "eva"), stamp(scene)
    assert [client.post(PLACE + "start/", sent).status_code for _ in range(2)] == [200, 409]
    assert GateTicket.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "place", "field"),
    [("leo", "sign/", "comment"), ("leo", WAIVE, "reason"), ("eva", "abandon/", "reason")],
)
def test_ten_thousand_characters_are_refused_and_stay_in_the_field(
    scene: Scene, name: str, place: str, field: str
):
    if place == WAIVE:
        CheckRun.objects.filter(current=True).update(outcome="failed")
    before = kept(scene)
    answer = by(scene, name).post(PLACE + place, stamp(scene, **{field: "x" * 10_000, "hours": "5"}))
    assert (answer.status_code, kept(scene)) == (422, before)
    assert "A comment has at most 2,000 characters." in Page(answer).text
    assert "x" * 10_000 in answer.content.decode()


def test_html_in_a_comment_is_text_on_the_page(scene: Scene):
    by(scene, "leo").post(PLACE + "sign/", stamp(scene, comment="<script>alert(1)</script>"))
    html = get(by(scene, "eva"), PLACE).html
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert(1)" not in html


def test_no_comment_is_a_formula_in_a_table(scene: Scene):
    by(scene, "leo").post(PLACE + "sign/", stamp(scene, comment=FORMULA))
    text = by(scene, "eva").get(PLACE + "audit.csv").content.decode()
    cells = [cell for row in csv.reader(StringIO(text, newline="")) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
