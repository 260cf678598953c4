"""The pages of sources of metrics."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from maturity.adapters.errors import AdapterError
from maturity.models import Event, Role
from releases.models import MetricSource
from tests.factories import make_connection, make_member, make_team
from tests.pages import signed_in
from tests.releases.factories import make_application, make_metric, make_source

pytestmark = pytest.mark.django_db
ALL = "/releases/metrics/"
SECRET = "a-token-nobody-may-see"


@pytest.fixture(autouse=True)
def _no_look_up(settings):
    """Names of hosts are not asked for."""
    settings.RUNGS_ALLOW_PRIVATE_ADDRESSES = True


def kinds():
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def add(client, kind="prometheus", **sent):
    given = {"name": "prod", "url": "https://prometheus.example.com/", "secret": SECRET}
    return client.post(f"{ALL}new/{kind}/", {**given, **sent})


def test_a_source_is_added_changed_and_removed_each_time_with_an_event(client):
    assert add(client).status_code == 302
    source = MetricSource.objects.get()
    assert (source.url, str(source.secret)) == ("https://prometheus.example.com", SECRET)
    sent = {"name": "renamed", "url": source.url, "secret": ""}
    assert client.post(f"{ALL}{source.pk}/", sent).status_code == 302
    source = MetricSource.objects.get()
    assert (source.name, str(source.secret)) == ("renamed", SECRET)
    assert "renamed" in client.get(ALL).content.decode()
    assert client.post(f"{ALL}{source.pk}/remove/").status_code == 302
    assert kinds() == ["source.added", "source.changed", "source.removed"]


def test_a_secret_is_sealed_and_never_shown_again(client):
    add(client)
    source = MetricSource.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM releases_metricsource")
        assert SECRET not in cursor.fetchone()[0]
    pages = [client.get(one).content.decode() for one in (ALL, f"{ALL}{source.pk}/")]
    refused = client.post(f"{ALL}{source.pk}/", {"name": "", "url": source.url, "secret": SECRET})
    assert refused.status_code == 422
    assert not any(SECRET in page for page in [*pages, refused.content.decode()])
    assert SECRET not in str(list(Event.objects.values()))


def test_a_secret_is_not_sent_to_an_address_it_was_not_given_for(client):
    add(client)
    source = MetricSource.objects.get()
    answer = client.post(f"{ALL}{source.pk}/", {"name": "prod", "url": "https://elsewhere.example.com"})
    assert answer.status_code == 422
    assert "Enter the secret again" in answer.content.decode()
    assert MetricSource.objects.get().url == "https://prometheus.example.com"


@pytest.mark.parametrize(
    ("kind", "sent", "told"),
    [
        ("prometheus", {"name": ""}, "Enter a name for it."),
        ("prometheus", {"url": "file:///etc/passwd"}, "it begins with https://"),
        ("prometheus", {"url": ""}, "it begins with https://"),
        ("datadog", {"url": "https://api.datadoghq.com", "secret": ""}, "Enter the secret"),
        ("cloudwatch", {}, "Choose the AWS connection"),
        ("cloudwatch", {"connection": "99"}, "Choose a connection of your teams."),
        ("cloudwatch", {"region": "mars"}, "A region looks like"),
    ],
)
def test_a_source_that_cannot_be_is_refused_in_one_sentence(client, kind, sent, told):
    answer = add(client, kind, **sent)
    assert (answer.status_code, told in answer.content.decode()) == (422, True)
    assert not MetricSource.objects.exists()


def test_two_sources_are_not_called_the_same(client):
    make_source("prod")
    assert "There is a source called prod already." in add(client).content.decode()
    assert client.get(f"{ALL}new/carrier-pigeon/").status_code == 404


def test_what_a_kind_does_not_need_is_not_kept(client):
    add(client, "push", connection=str(make_connection().pk), region="eu-west-1")
    source = MetricSource.objects.get()
    assert (source.url, source.connection, source.region, str(source.secret)) == ("", None, "", "")


def test_a_source_that_metrics_are_read_from_is_not_removed(client):
    metric = make_metric(make_application())
    answer = client.post(f"{ALL}{metric.source_id}/remove/")
    assert answer.status_code == 422
    assert "1 metric is read from it" in answer.content.decode()
    assert MetricSource.objects.exists()


def test_a_test_says_in_its_own_words_why_it_failed(client, monkeypatch):
    source = make_source(kind="prometheus", url="https://prometheus.example.com")

    def post(*_given, **_more):
        raise AdapterError("prometheus.example.com: connection refused", permanent=False)

    monkeypatch.setattr("maturity.adapters.outgoing.post", post)
    page = client.post(f"{ALL}{source.pk}/test/", headers={"HX-Request": "true"}).content.decode()
    assert "prometheus.example.com: connection refused" in page
    assert "connection refused" in client.get(ALL).content.decode()


def test_a_source_that_does_not_know_the_metric_of_the_test_works(client, monkeypatch):
    from maturity.adapters.outgoing import Answer

    source = make_source(kind="prometheus", url="https://prometheus.example.com", error="down")
    empty = '{"status":"success","data":{"resultType":"matrix","result":[]}}'
    monkeypatch.setattr("maturity.adapters.outgoing.post", lambda *_given, **_more: Answer(200, empty, {}))
    page = client.post(f"{ALL}{source.pk}/test/", headers={"HX-Request": "true"}).content.decode()
    assert "It answered" in page
    assert MetricSource.objects.get().error == ""


def test_a_lead_sees_what_all_share_and_changes_only_their_own():
    lead = signed_in(make_member("ada", make_team("Search"), Role.LEAD))
    shared, other = make_source("shared"), make_source("theirs", team=make_team("Payments"))
    page = lead.get(ALL).content.decode()
    assert "shared" in page
    assert "theirs" not in page
    assert "administrators change it" in lead.get(f"{ALL}{shared.pk}/").content.decode()
    assert lead.post(f"{ALL}{shared.pk}/", {"name": "mine"}).status_code == 403
    assert lead.get(f"{ALL}{other.pk}/").status_code == 404
    assert lead.post(f"{ALL}new/push/", {"name": "for all", "team": ""}).status_code == 422


def test_names_and_errors_of_strangers_are_text(client: Client):
    source = make_source("<script>x</script>", error="<u>x</u>")
    for address in (ALL, f"{ALL}{source.pk}/"):
        page = client.get(address).content.decode()
        assert "<script>x" not in page
        assert "<u>" not in page
