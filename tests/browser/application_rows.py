"""Applications with everything that their pages show."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from maturity.models import Team, User
from releases.access import Owner
from releases.actions.templates import save_version
from releases.core import checklist_yaml
from releases.models import DestroyExemption, Service
from tests.browser.rows import LONG
from tests.factories import make_connection, make_repository, make_stack
from tests.releases.factories import make_application, make_deployment, make_release, make_target

ADDED = f"""
items:
- {{key: own.item, title: {LONG}, kind: manual, section: Ours}}
- {{key: ops.owner, title: Somebody is on call in {LONG}, kind: manual, about: {LONG}}}
without: [ops.runbook]
approvals: [{{role: lead, least: 2}}]
"""


def fill(lin: User, team: Team) -> None:
    repository = make_repository(f"acme/shop-{LONG}", team=team)
    application = make_application(
        LONG, team=team, repository=repository, path=LONG, on_call=LONG, runbook=f"https://wiki/{LONG}"
    )
    for where in ("stage", "prod"):
        make_target(application, make_stack(repository, f"live/{LONG}/{where}", environment=where), where)
        make_deployment(application, f"9-{LONG[:40]}", environment=where, actor=LONG, url="https://ci/1")
    way = make_connection(name=LONG)
    Service.objects.create(
        application=application, environment="prod", cluster=LONG, name=LONG, connection=way
    )
    now = timezone.now()
    DestroyExemption.objects.create(
        application=application, address=f"aws_instance.{LONG}", reason=LONG, by="lin", created_at=now,
        until=(now + timedelta(days=9)).date(),
    )  # fmt: skip
    make_release(application, "2.14.0", state="held", step=10, state_why=f"the SLO of {LONG} is breached")
    soaked = make_application("Shop floor", team=team)
    make_deployment(soaked, "1.1", started_at=now - timedelta(days=3), finished_at=now - timedelta(days=3))
    listed = checklist_yaml.read(ADDED.encode())
    save_version(lin, Owner("application", application=application), listed, base=0, note=LONG)
