"""`manage.py token`: what a script captures is the token and nothing else."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from maturity import access
from maturity.models import ApiToken
from tests.factories import make_repository, make_team

pytestmark = pytest.mark.django_db


def printed(*args: str) -> str:
    out = StringIO()
    call_command("token", *args, stdout=out)
    return out.getvalue()


def test_the_printed_token_is_in_force():
    network = make_repository("acme/network")
    found = access.token_for(printed("acme/network", "--name", "nightly").strip())
    assert found is not None
    assert (found.repository, found.name) == (network, "nightly")


def test_zero_days_means_that_it_never_expires():
    make_repository("acme/network")
    printed("acme/network", "--days", "0")
    assert ApiToken.objects.get().expires_at is None


def test_a_token_of_a_team_may_do_what_is_asked_for():
    team = make_team("Platform")
    found = access.token_for(printed("--team", "platform", "--verb", "read").strip())
    assert found is not None
    assert (found.team, found.repository, found.verbs) == (team, None, ["read"])


@pytest.mark.parametrize(
    "args",
    [
        ("acme/nothing",),
        ("acme/network", "--days", "-1"),
        ("acme/network", "--name", ""),
        (),
        ("acme/network", "--team", "platform"),
        ("--team", "nobody"),
        ("acme/network", "--verb", "destroy"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(args: tuple[str, ...]):
    make_repository("acme/network")
    with pytest.raises(CommandError) as refused:
        printed(*args)
    assert "\n" not in str(refused.value)
    assert not ApiToken.objects.exists()
