from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from maturity.actions.pulls import secret_of
from maturity.models import Event, Repository
from tests.factories import make_repository
from tests.pages import get

pytestmark = pytest.mark.django_db
PAGE = "/repos/acme/network/webhook/"


@pytest.fixture(params=["github", "gitlab"])
def repository(request: pytest.FixtureRequest) -> Repository:
    return make_repository("acme/network", host=request.param)


def test_the_page_tells_what_to_set_on_the_host(client: Client, repository: Repository, settings: Any):
    page = get(client, PAGE)
    assert f"{settings.RUNGS_URL}/hooks/{repository.host}/{repository.pk}/" in page.text
    assert secret_of(repository) in page.text
    assert ("Check runs" in page.text) == (repository.host == "github")
    assert client.get(PAGE).headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_another_host_has_no_webhook(client: Client):
    make_repository("acme/network", host="other", web_url="")
    page = get(client, PAGE)
    assert "whsec_" not in page.html
    assert "Webhooks are taken from GitHub and GitLab" in page.text


def test_a_new_secret_is_made_and_told(client: Client, repository: Repository):
    before = secret_of(repository)
    assert client.post(f"{PAGE}rotate/").status_code == 302
    repository.refresh_from_db()
    assert secret_of(repository) != before
    event = Event.objects.get()
    assert (event.kind, str(event.actor), list(event.data)) == ("webhook.rotated", "lin", ["until"])
    page = get(client, PAGE)
    assert "The old secret ends in 1 d" in page.text
    assert secret_of(repository) in page.text
    assert before not in page.text


def test_the_old_secret_is_ended_at_once_when_asked(client: Client, repository: Repository):
    client.post(f"{PAGE}rotate/")
    for _again in range(2):
        assert client.post(f"{PAGE}end/").status_code == 302
    repository.refresh_from_db()
    assert repository.webhook_rotated_at is None
    assert "The old secret ends" not in get(client, PAGE).text
    assert [one.kind for one in Event.objects.order_by("pk")] == ["webhook.rotated", "webhook.old_ended"]
    assert "Old secret of the webhook ended by lin" in get(client, "/repos/acme/network/history/").text


def test_the_summary_is_turned_on_and_off(client: Client, repository: Repository):
    for on, kinds in (("1", ["comments.on"]), ("1", ["comments.on"]), ("0", ["comments.on", "comments.off"])):
        client.post(f"{PAGE}comments/", {"on": on})
        repository.refresh_from_db()
        assert repository.comments == (on == "1")
        assert list(Event.objects.order_by("pk").values_list("kind", flat=True)) == kinds


def test_what_could_not_be_read_is_on_the_page(client: Client, repository: Repository):
    Repository.objects.update(pulls_error="The API of git.example cannot be reached.")
    assert "The API of git.example cannot be reached." in get(client, PAGE).text


def test_nothing_is_shown_or_changed_for_a_stranger(outsider: Client, repository: Repository):
    assert outsider.get(PAGE).status_code == 302
    assert outsider.post(f"{PAGE}rotate/").status_code == 302
    repository.refresh_from_db()
    assert repository.webhook_version == 1


def test_a_repository_that_is_not_there_has_no_page(client: Client):
    assert client.get("/repos/acme/nothing/webhook/").status_code == 404


def test_a_repository_without_such_a_host_is_offered_no_comment(client: Client):
    make_repository("acme/here", host="local", web_url="")
    page = client.get("/repos/acme/here/webhook/").content.decode()
    assert "No webhook" in page
    assert "Turn the summary on" not in page
