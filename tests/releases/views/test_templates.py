"""The pages of checklist templates: what is inherited, changed, added, left out, exported and imported."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from maturity.models import Event, Role, User
from maturity.words.events import said
from releases.actions.templates import checklist_for
from releases.core import checklist_yaml
from releases.core.default_checklist import DEFAULT
from releases.models import Application, ChecklistVersion, Release
from tests.factories import make_member, make_team
from tests.pages import get, signed_in
from tests.releases.factories import make_application, make_release

pytestmark = pytest.mark.django_db
ORGANISATION = "/releases/templates/organisation/"
TEAM = "/releases/templates/team.platform/"
SHOP = "/releases/templates/application.shop/"


@pytest.fixture
def shop(db: None) -> Application:
    return make_application("shop", team=make_team("Platform"))


def item(**fields: str) -> dict[str, str]:
    return {"key": "own.item", "title": "Ours holds", "kind": "manual", "proof": "none", "role": "lead",
            "blocking": "on", "base": "0", **fields}  # fmt: skip


def titles(application: Application) -> dict[str, str]:
    return {one.key: one.title for one in checklist_for(application)[0].items}


def test_the_nearest_list_has_the_last_word_and_says_so(client: Client, shop: Application):
    for address, title in ((ORGANISATION, "Of all"), (TEAM, "Of the team"), (SHOP, "Of the shop")):
        assert client.post(f"{address}items/ops.owner/", item(title=title)).status_code == 302
    assert titles(shop)["ops.owner"] == "Of the shop"
    assert "Of the shop changed here" in get(client, SHOP).text
    client.post(f"{SHOP}items/ops.owner/", {"do": "restore", "base": "1"})
    assert titles(shop)["ops.owner"] == "Of the team"
    client.post(f"{TEAM}items/ops.owner/", {"do": "leave", "base": "1"})
    assert "ops.owner" not in titles(shop)
    assert "left out here" in get(client, TEAM).text
    assert client.get(f"{SHOP}items/ops.owner/").status_code == 404


def test_an_item_is_added_and_taken_away(client: Client, shop: Application):
    client.post(f"{SHOP}add/", item(kind="automatic", gate="stage_soak", params="hours: 48"))
    found = {one.key: one for one in checklist_for(shop)[0].items}["own.item"]
    assert (found.gate, found.params) == ("stage_soak", {"hours": 48})
    assert client.post(f"{SHOP}add/", item(base="1")).status_code == 422
    client.post(f"{SHOP}items/own.item/", {"do": "leave", "base": "1"})
    assert "own.item" not in titles(shop)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"key": ""}, "Enter a key"),
        ({"key": "a/b"}, "cannot be a key"),
        ({"title": ""}, "Enter what has to hold."),
        ({"kind": "magic"}, "Choose one of these."),
        ({"role": "king"}, "Choose one of these."),
        ({"kind": "automatic"}, "which does not exist"),
        ({"kind": "automatic", "gate": "moon"}, "which does not exist"),
        ({"kind": "automatic", "gate": "stage_soak", "params": "hours: soon"}, "do not fit its gate"),
        ({"kind": "automatic", "gate": "stage_soak", "params": "a: ["}, "did not find expected node content"),
        ({"max_age": "-1"}, "Enter a whole number"),
        ({"about": "x" * 501}, "At most 500 characters."),
    ],
)
def test_an_item_that_cannot_be_is_refused_and_what_was_typed_stays(
    client: Client, shop: Application, wrong: dict[str, str], says: str
):
    answer = client.post(f"{SHOP}add/", item(section="Kept", **wrong))
    assert (answer.status_code, ChecklistVersion.objects.count()) == (422, 0)
    text = answer.content.decode()
    assert says in text
    assert "Kept" in text


def test_who_changes_an_old_page_is_told_and_nothing_is_lost(client: Client, shop: Application):
    client.post(f"{SHOP}items/ops.owner/", {"do": "leave", "base": "0"})
    answer = client.post(f"{SHOP}items/ops.runbook/", {"do": "leave", "base": "0"})
    assert answer.status_code == 409
    assert "Somebody changed the checklist meanwhile" in answer.content.decode()
    assert "ops.runbook" in titles(shop)


def test_an_item_that_is_gone_meanwhile_is_a_conflict(client: Client, shop: Application):
    assert client.post(f"{SHOP}items/none/", {"do": "leave", "base": "0"}).status_code == 409


def test_the_same_again_makes_no_version(client: Client, shop: Application):
    client.post(f"{SHOP}approvals/", {"own": "on", "lead": "2", "hours": "24", "base": "0"})
    client.post(f"{SHOP}approvals/", {"own": "on", "lead": "2", "hours": "24", "base": "1"})
    checklist = checklist_for(shop)[0]
    assert (checklist.approvals and checklist.approvals[0].least, checklist.approval_hours) == (2, 24)
    assert ChecklistVersion.objects.count() == 1
    client.post(f"{SHOP}approvals/", {"lead": "2", "hours": "24", "base": "1"})
    assert checklist_for(shop)[0].approvals == DEFAULT.approvals
    assert client.post(f"{SHOP}approvals/", {"own": "on", "lead": "99", "base": "2"}).status_code == 422


def test_a_number_that_was_changed_counts_without_another_tick(client: Client, shop: Application):
    client.post(f"{SHOP}approvals/", {"approver": "2", "hours": "72", "base": "0"})
    approvals = checklist_for(shop)[0].approvals
    assert [(one.role, one.least) for one in approvals or ()] == [("approver", 2)]
    client.post(f"{SHOP}approvals/", {"approver": "1", "hours": "72", "base": "1"})
    assert checklist_for(shop)[0].approvals == DEFAULT.approvals


def test_the_history_names_the_items_that_were_left_out(client: Client, shop: Application):
    client.post(f"{SHOP}items/ops.owner/", {"do": "leave", "base": "0"})
    told = Event.objects.get(kind="checklist.changed").data
    assert (told["added"], told["changed"], told["removed"]) == ([], [], ["ops.owner"])


def test_a_list_goes_out_as_a_file_and_comes_in_again(client: Client, shop: Application):
    client.post(f"{TEAM}add/", item())
    file = client.get(f"{TEAM}checklist.yaml")
    assert file["Content-Disposition"] == 'attachment; filename="checklist-team.platform.yaml"'
    client.post(
        f"{SHOP}import/", {"file": SimpleUploadedFile("a.yaml", file.content), "base": "0", "note": "x"}
    )
    assert ChecklistVersion.objects.get(note="x").checklist.items[0].key == "own.item"
    whole = checklist_yaml.read(client.get(f"{SHOP}checklist.yaml?whole=1").content)
    assert whole == checklist_for(shop)[0]
    first = checklist_yaml.read(client.get(f"{SHOP}checklist.yaml?version=1").content)
    assert first.items[0].key == "own.item"
    assert client.get(f"{SHOP}checklist.yaml?version=9").status_code == 404


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Choose a file, or paste its text."),
        ({"text": "items: &a [*a]"}, "holds itself"),
        ({"text": "without: [no.such]"}, "There is no item no.such above it"),
        ({"text": "items:\n- {key: a, title: A, gate: moon}"}, "which does not exist"),
        (
            {"text": "items:\n- {key: a, title: A, kind: manual}\n- {key: a, title: A, kind: manual}"},
            "Two items",
        ),
        ({"text": "x" * 200_001}, "That is too long."),
    ],
)
def test_a_file_that_cannot_be_is_refused(client: Client, shop: Application, sent: dict[str, str], says: str):
    answer = client.post(f"{SHOP}import/", {**sent, "base": "0"})
    assert (answer.status_code, ChecklistVersion.objects.count()) == (422, 0)
    assert says in answer.content.decode()


def test_all_items_together_have_a_limit(client: Client, shop: Application):
    many = "\n".join(f"- {{key: k{n}, title: A, kind: manual}}" for n in range(190))
    answer = client.post(f"{SHOP}import/", {"text": f"items:\n{many}", "base": "0"})
    assert "A checklist has at most 200 items." in answer.content.decode()


def test_versions_say_what_changed(client: Client, shop: Application):
    client.post(f"{SHOP}items/ops.owner/", item(title="Of the shop"))
    client.post(f"{SHOP}items/ops.runbook/", {"do": "leave", "base": "1"})
    text = get(client, f"{SHOP}versions/").text
    assert "Version 2 holds now" in text
    assert "ops.runbook The runbook and the dashboard open removed" in text
    assert "Title: Somebody is on call while it rolls, and says in which channel → Of the shop" in text
    assert "No version yet" in get(client, f"{TEAM}versions/").text


def test_taking_a_template_away_leaves_releases_and_versions_as_they_are(client: Client, shop: Application):
    client.post(f"{SHOP}items/ops.owner/", item(title="Of the shop"))
    checklist, pinned = checklist_for(shop)
    release = make_release(shop, checklist=checklist, pinned=pinned)
    for _ in range(2):
        assert client.post(f"{SHOP}remove/").status_code == 302
    kept = Release.objects.get(pk=release.pk)
    assert (kept.checklist, kept.pinned, kept.digest) == (checklist, pinned, release.digest)
    assert titles(shop) == {one.key: one.title for one in DEFAULT.items}
    client.post(f"{SHOP}items/ops.owner/", item(title="Again"))
    assert sorted(ChecklistVersion.objects.values_list("number", flat=True)) == [1, 2]
    words = [str(said(one).word) for one in Event.objects.order_by("pk")]
    assert words[:2] == ["Checklist of shop changed by lin: version 1", "Checklist of shop taken away by lin"]


def test_the_organisation_s_list_is_for_administrators_and_a_team_s_for_its_leads(shop: Application):
    assert shop.team is not None
    lead: User = make_member("ada", shop.team, Role.LEAD)
    engineer = make_member("eve", shop.team, Role.ENGINEER)
    left: dict[str, Any] = {"do": "leave", "base": "0"}
    assert signed_in(lead).post(f"{ORGANISATION}items/ops.owner/", left).status_code == 403
    assert signed_in(engineer).post(f"{TEAM}items/ops.owner/", left).status_code == 403
    assert signed_in(lead).post(f"{TEAM}items/ops.owner/", left).status_code == 302
    page = get(signed_in(engineer), TEAM)
    assert (page.status, "Leave out" in page.text) == (200, False)


@pytest.mark.parametrize(
    "scope", ["moon", "team.", "team.%00", "team.none", "application.none", "organisation.x"]
)
def test_a_template_of_nobody_is_not_found(client: Client, scope: str):
    assert client.get(f"/releases/templates/{scope}/").status_code == 404


def test_the_list_of_lists_and_the_way_from_an_application(client: Client, shop: Application):
    client.post(f"{TEAM}items/ops.owner/", {"do": "leave", "base": "0"})
    text = get(client, "/releases/templates/").text
    assert "The organisation as above" in text
    assert "Platform version 1" in text
    assert client.get("/releases/applications/shop/checklist/").headers["Location"] == SHOP
