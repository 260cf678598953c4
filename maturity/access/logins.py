"""Logins for hosts: administrators' alone, since one opens every repository its owner shows."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from maturity.access.roles import Person, expect
from maturity.models import HostLogin, Role


def host_logins_for_write(user: Person) -> QuerySet[HostLogin]:
    """Raises Denied for everybody else."""
    expect(user, Role.ADMIN)
    return HostLogin.objects.all()


def host_login_for_write(user: Person, pk: int) -> HostLogin:
    return get_object_or_404(host_logins_for_write(user).select_related("created_by"), pk=pk)
