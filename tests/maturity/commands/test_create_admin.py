from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from maturity.models import User

pytestmark = pytest.mark.django_db


def run(*args: str) -> str:
    out = StringIO()
    call_command("create_admin", *args, stdout=out)
    return out.getvalue().strip()


def test_the_first_administrator_can_sign_in_with_the_password_that_is_printed():
    password = run().rpartition(" ")[2]
    admin = User.objects.get()
    assert admin.is_superuser
    assert admin.check_password(password)
    assert len(password) >= 16


def test_a_second_run_changes_nothing_and_shows_no_password():
    first = run()
    second = run()
    assert User.objects.count() == 1
    assert first.rpartition(" ")[2] not in second


def test_a_forgotten_password_can_be_replaced():
    run()
    password = run("--reset").rpartition(" ")[2]
    assert User.objects.get().check_password(password)


def test_another_name_can_be_chosen():
    run("--username", "lin")
    assert User.objects.get().username == "lin"
