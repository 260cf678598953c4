from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from maturity.adapters.errors import AdapterError
from releases.actions import services
from releases.actions.gathering.service import gather
from releases.core.facts.service import TargetGroup
from releases.core.state import State
from releases.models import Service
from tests.factories import make_connection
from tests.releases.core.gates.services import live
from tests.releases.factories import ARTIFACT, make_application, make_deployment, make_release

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def a_service(**fields: Any) -> Service:
    given: dict[str, Any] = {"environment": "prod", "cluster": "prod", "name": "ai-shell"}
    if "connection" not in fields:
        given["connection"] = make_connection()
    application = fields.pop("application", None) or make_application()
    return Service.objects.create(application=application, **{**given, **fields})


def told(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    def read(_where: Any) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(services, "read", read)


def test_what_aws_says_is_kept_and_a_gate_sees_it(monkeypatch: pytest.MonkeyPatch):
    told(monkeypatch, live({"desired_count": 7}))
    service = a_service(error="denied")
    assert services.read_service(service, NOW) is True
    service.refresh_from_db()
    assert (service.read_at, service.error) == (NOW, "")
    found = gather(make_release(service.application), NOW)
    assert found.live == live({"desired_count": 7})
    assert (found.name, found.connected, found.environment) == ("ai-shell", True, "Prod")


def test_a_refusal_keeps_what_was_known_and_says_why(monkeypatch: pytest.MonkeyPatch):
    told(monkeypatch, live())
    service = a_service()
    services.read_service(service, NOW)
    told(monkeypatch, AdapterError("reading the service: denied\0", permanent=True))
    assert services.read_service(service, NOW + timedelta(minutes=5)) is False
    found = gather(make_release(service.application), NOW + timedelta(minutes=6))
    assert found.live == live()
    assert found.error == "reading the service: denied"


def test_what_was_read_of_another_service_is_thrown_away(monkeypatch: pytest.MonkeyPatch):
    service = a_service()
    told(monkeypatch, live())
    Service.objects.update(name="another")
    assert services.read_service(service, NOW) is False
    assert Service.objects.get().live is None


def test_a_service_without_a_connection_asks_nobody(monkeypatch: pytest.MonkeyPatch):
    told(monkeypatch, RuntimeError("asked"))
    assert services.read_service(a_service(connection=None), NOW) is False


@pytest.mark.parametrize(
    ("minutes", "state", "due"),
    [(4, State.IN_REVIEW, False), (6, State.IN_REVIEW, True), (6, State.COMPLETED, False),
     (6, None, False), (61, None, True), (1, State.ROLLING, True), (1, State.ROLLING_BACK, True),
     (0.5, State.OBSERVING, False)],
)  # fmt: skip
def test_it_is_read_each_minute_on_the_way_often_while_a_release_is_open_and_else_every_hour(
    minutes: float, state: State | None, due: bool
):
    service = a_service(asked_at=NOW - timedelta(minutes=minutes))
    if state:
        make_release(service.application, state=state)
    assert services.due_services(NOW) == ([service.pk] if due else [])


def test_what_the_reading_before_saw_keeps_its_time(monkeypatch: pytest.MonkeyPatch):
    told(monkeypatch, live(target_groups=(TargetGroup(name="blue", draining=1, drains={"a": NOW}),)))
    services.read_service(a_service(), NOW)
    services.read_service(Service.objects.get(), NOW + timedelta(minutes=1))
    found = services.known(Service.objects.get())
    assert found is not None
    assert found.target_groups[0].drains == {"a": NOW}


def test_a_service_is_given_out_once():
    service = a_service()
    assert services.due_services(NOW) == [service.pk]
    assert services.due_services(NOW) == []


def test_services_nobody_can_read_or_needs_are_never_due():
    a_service(connection=None)
    a_service(application=make_application("old", archived=True), connection=make_connection(name="b"))
    assert services.due_services(NOW) == []


def test_a_person_has_it_read_by_the_next_tick():
    service = a_service(asked_at=NOW)
    services.ask_again(service)
    assert services.due_services(NOW) == [service.pk]


def test_what_is_older_than_a_day_is_not_known():
    service = a_service(live={"settings": {}}, read_at=NOW - timedelta(hours=25))
    found = gather(make_release(service.application), NOW)
    assert found.live is None
    assert found.error.startswith("it was read last on ")


def test_a_row_of_another_shape_is_not_known():
    service = a_service(live={"settings": {"desired_count": []}}, read_at=NOW)
    found = gather(make_release(service.application), NOW)
    assert (found.live, found.error) == (None, "what was read was written down by another version of Rungs")


def test_without_a_service_only_the_sessions_are_known():
    found = gather(make_release(make_application(long_lived=True, session_p95=540)), NOW)
    assert (found.name, found.long_lived, found.session_p95) == ("", True, 540)
    assert found.page == "/releases/applications/ai-shell/#services"


def test_the_artifact_to_go_back_to_is_that_of_the_version_before():
    service = a_service()
    make_deployment(service.application, "2.13.0", environment="prod")
    make_deployment(service.application, "2.14.0", environment="prod", artifact="sha256:" + "b" * 64)
    assert gather(make_release(service.application, "2.14.0"), NOW).artifact == ARTIFACT
