from __future__ import annotations

import pytest
from django.db import DatabaseError


def test_a_process_that_answers_is_healthy(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_a_process_with_a_database_that_is_up_to_date_is_ready(client):
    assert client.get("/readyz").json() == {"database": "ok"}


def test_a_database_that_does_not_answer_is_told_with_503(client, monkeypatch):
    def down(*_: object) -> None:
        raise DatabaseError("inner workings")

    monkeypatch.setattr("maturity.views.health.MigrationExecutor", down)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": "does not answer"})


@pytest.mark.django_db
def test_migrations_that_wait_are_told_with_503(client, monkeypatch):
    monkeypatch.setattr(
        "maturity.views.health.MigrationExecutor.migration_plan", lambda self, targets: ["one", "two"]
    )
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": "2 migrations to apply"})
