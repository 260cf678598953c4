"""The page of a release: what it says, to whom."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from maturity.models import Role, Team, User
from releases.actions import signing
from releases.actions.history import tell
from releases.models import Release, Waiver
from tests.factories import make_member, make_scanned, make_team, make_user, sha
from tests.pages import fragment, get
from tests.releases.factories import make_application, make_check, make_release, make_signoff

pytestmark = pytest.mark.django_db
PLACE = "/releases/ai-shell/2.14.0/"
DOTS = '<script>alert("x")</script>'


@pytest.fixture
def team() -> Team:
    return make_team("Platform")


@pytest.fixture
def release(team: Team) -> Release:
    repository = make_scanned("acme/ai-shell", 3, team=team)
    application = make_application(team=team, repository=repository)
    return make_release(application, state="in_review", base_version="2.13.4")


def as_member(team: Team, role: int = Role.APPROVER) -> Client:
    client = Client()
    client.force_login(make_member(f"role-{role}", team, role))
    return client


def test_the_head_says_what_goes_where_and_replaces_what(client: Client, release: Release):
    text = get(client, PLACE).text
    assert "ai-shell 2.14.0 in review" in text
    assert "From Stage to Prod, where it replaces 2.13.4." in text


def test_each_blocker_has_its_reason_and_a_link_to_what_can_be_done(client: Client, release: Release):
    make_check(release, "iac.drift", "failed", reason="2 stacks drift")
    page = get(client, PLACE)
    assert "3 things block the start" in page.text
    assert "No drift on the stacks it touches: 2 stacks drift" in page.text
    assert page.links["Sign off : Somebody is on call"] == "#i-ops.owner"
    assert page.links["Go to it : No drift on the stacks it touches"] == "#i-iac.drift"


def test_the_next_step_is_visible_and_says_why_it_is_blocked(client: Client, release: Release):
    html = get(client, PLACE).html
    assert (
        '<button class="btn" type="button" aria-disabled="true" aria-describedby="blk-h">Start</button>'
        in html
    )


def test_an_unknown_says_what_would_answer_it(client: Client, release: Release):
    make_check(release, "iac.drift", "unknown", reason="no check yet", answer="check the stack")
    assert "No check yet. What would answer it: Check the stack." in get(client, PLACE).text


@pytest.mark.parametrize(
    ("evidence", "address"),
    [
        ({"path": "a/b.tf", "line": 4}, f"https://github.com/acme/ai-shell/blob/{sha('c')}/a/b.tf#L4"),
        ({"url": "https://ci.example/1"}, "https://ci.example/1"),
        ({"url": "/plans/3/"}, "/plans/3/"),
    ],
)
def test_evidence_leads_to_where_it_was_seen(
    client: Client, release: Release, evidence: dict[str, Any], address: str
):
    make_check(release, "iac.drift", evidence=[{"text": "seen", "commit": sha("c"), **evidence}])
    assert f'href="{address}"' in get(client, PLACE).html


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.example", "/\\evil.example", "data:text/x"])
def test_an_address_that_a_browser_should_not_follow_is_text(client: Client, release: Release, url: str):
    make_check(release, "iac.drift", evidence=[{"text": "seen", "url": url}])
    assert f'href="{url}' not in get(client, PLACE).html


def test_what_others_wrote_is_text_everywhere(client: Client, team: Team):
    application = make_application(f"app {DOTS}", team=team, slug="app")
    given: dict[str, Any] = {
        "note": DOTS,
        "author_name": DOTS,
        "authors": [{"name": DOTS, "email": ""}],
        "state_why": DOTS,
    }
    release = make_release(application, f"1{DOTS.replace('/', '')}", state="in_review", **given)
    make_check(release, "iac.drift", "failed", reason=DOTS, evidence=[{"text": DOTS, "path": DOTS}])
    make_signoff(release, make_user("ann", first_name=DOTS), comment=DOTS)
    tell("release.ready", None, release, timezone.now())
    html = client.get(f"/releases/app/{release.version}/").content.decode()
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;") >= 8


def test_who_agreed_counts_and_who_does_not_is_told_why(client: Client, release: Release, team: Team):
    make_signoff(release, make_member("ann", team, Role.APPROVER), comment="quiet")
    make_signoff(release, make_member("bob", team, Role.APPROVER), digest="b" * 64)
    text = get(client, PLACE).text
    assert "1 of 1" in text
    assert "ann signed off" in text
    assert "Given for another subject" in text


def test_who_opened_it_is_not_offered_to_sign(release: Release, team: Team):
    client = as_member(team)
    Release.objects.update(author=User.objects.get(username=f"role-{int(Role.APPROVER)}"))
    text = get(client, PLACE).text
    assert "You opened this release: somebody else signs it off." in text
    assert "Sign off as" not in text


@pytest.mark.parametrize(("role", "offered"), [(Role.VIEWER, 0), (Role.ENGINEER, 0), (Role.APPROVER, 2)])
def test_forms_are_offered_to_whom_they_are_for(release: Release, team: Team, role: int, offered: int):
    assert get(as_member(team, role), PLACE).html.count("Sign off as") == offered


def test_a_viewer_is_offered_no_button_at_all(release: Release, team: Team):
    Release.objects.update(state="held")
    page = get(as_member(team, Role.VIEWER), PLACE)
    assert [one for one in page.actions if one.startswith("/releases/")] == []
    assert "Roll back" not in page.text


@pytest.mark.parametrize("state", ["rolling", "observing", "held", "rollback_failed", "completed"])
def test_rolling_back_is_offered_from_the_start_on(release: Release, team: Team, state: str):
    Release.objects.update(state=state)
    page = get(as_member(team, Role.ENGINEER), PLACE)
    assert page.links["Roll back"] == PLACE + "rollback/"


@pytest.mark.parametrize("state", ["draft", "in_review", "abandoned", "rejected", "rolled_back"])
def test_rolling_back_is_not_offered_where_nothing_went(client: Client, release: Release, state: str):
    Release.objects.update(state=state)
    assert "Roll back" not in get(client, PLACE).text


def test_a_draft_says_what_keeps_it_from_being_reviewed(client: Client, release: Release):
    Release.objects.update(state="draft", digest="", artifact="")
    text = get(client, PLACE).text
    assert "2 things block the review" in text
    assert "The rollback plan: nobody accepted it yet" in text


def test_a_waived_item_says_who_and_until_when(client: Client, release: Release):
    until = timezone.now() + timedelta(hours=9)
    Waiver.objects.create(
        release=release, item="iac.drift", reason="it is known", digest=release.digest, at=timezone.now(),
        until=until, principal={"name": "Ann"},
    )  # fmt: skip
    text = get(client, PLACE).text
    assert "waived: No drift on the stacks it touches" in text
    assert re.search(r"Ann\s?, just now It is known Waived by Ann; that ends in 9 h", text)


def test_the_history_of_an_item_comes_when_it_is_opened(client: Client, release: Release):
    make_check(release, "iac.drift", "failed", reason="2 stacks drift", current=False)
    make_check(release, "iac.drift", reason="in sync again")
    assert "2 stacks drift" not in get(client, PLACE).text
    part = fragment(client, PLACE + "items/iac.drift/", "h-iac.drift")
    assert "2 stacks drift" in part.text
    assert "<html" not in part.html


def test_the_history_of_an_item_is_a_page_of_its_own_too(client: Client, release: Release):
    assert "Nothing was answered yet." in get(client, PLACE + "items/iac.drift/").text
    assert client.get(PLACE + "items/no.such/").status_code == 404


def test_only_its_own_events_are_its_audit_trail(client: Client, release: Release):
    other = make_release(release.application, "2.15.0")
    tell("release.ready", None, release, timezone.now())
    tell("release.approved", None, other, timezone.now())
    text = get(client, PLACE).text
    assert "passed its checks" in text
    assert "may start" not in text


def test_the_audit_trail_is_shortened_and_can_be_had_whole(client: Client, release: Release):
    for _ in range(40):
        tell("release.ready", None, release, timezone.now())
    assert get(client, PLACE).text.count("passed its checks") == 30
    assert get(client, PLACE + "?events=all").text.count("passed its checks") == 40


def test_a_table_of_the_audit_trail_runs_no_formula(client: Client, team: Team):
    release = make_release(make_application("=1+1", slug="app", team=team), "1")
    tell("release.ready", None, release, timezone.now())
    answer = client.get("/releases/app/1/audit.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "\r\n" in (text := answer.content.decode())
    assert ",'=1+1 1," in text


def test_an_earlier_attempt_can_be_looked_at(client: Client, release: Release):
    Release.objects.update(state="abandoned")
    make_release(release.application, attempt=2)
    assert "attempt 2" in get(client, PLACE).text
    assert "abandoned" in get(client, PLACE + "?attempt=1").text
    assert client.get(PLACE + "?attempt=3").status_code == 404


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("rejected", "It was rejected just now priya: Not on Friday."),
        ("abandoned", "It was given up just now Not on Friday."),
        ("superseded", "Another version went first, just now Not on Friday."),
    ],
)
def test_what_came_to_nothing_says_so_on_top_and_why(
    client: Client, release: Release, team: Team, state: str, said: str
):
    make_signoff(
        release, make_member("priya", team, Role.APPROVER), decision="reject", principal={"name": "priya"}
    )
    Release.objects.update(state=state, state_why="not on Friday")
    assert said in get(client, PLACE).text


def test_the_audit_trail_names_items_by_their_titles(client: Client, release: Release, lin: User):
    signing.sign(lin, release, item="ops.owner", digest=release.digest)
    assert "signed off “Somebody is on call”" in get(client, PLACE).text
