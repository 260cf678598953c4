"""Tokens made before verbs could be chosen do what they could."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from maturity.models import ApiToken
from tests.factories import make_repository, make_team, make_token

pytestmark = pytest.mark.django_db
migration = import_module("maturity.migrations.0006_tokens_read")


def test_a_token_that_could_send_plans_can_read_after_the_update():
    repository = make_repository()
    for verbs in (["push"], ["push", "read"], []):
        make_token(repository, verbs=verbs)
    for _again in range(2):
        migration.may_read(apps, None)
    assert [one.verbs for one in ApiToken.objects.order_by("pk")] == [["push", "read"], ["push", "read"], []]


def test_a_repository_is_reached_by_its_own_tokens_and_its_teams():
    team = make_team()
    repository, other = make_repository(team=team), make_repository("acme/other")
    own, wide = make_token(repository), make_token(None, team=team)
    make_token(other)
    make_token(None, team=make_team("Other"))
    assert set(ApiToken.objects.reaching(repository)) == {own, wide}
    assert ApiToken.objects.reaching(other).count() == 1
