"""Every address of releases, and who may GET and POST it: see tests/maturity/views/walk."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from maturity.models import Stack
from releases.models import DestroyExemption, Service
from tests.maturity.views.walk.rules import Row, engineer, lead, look, never, people, some_lead
from tests.releases import walk_flags as flags
from tests.releases import walk_metrics as metrics
from tests.releases import walk_page as page
from tests.releases import walk_safety as safety
from tests.releases.factories import make_application, make_deployment, make_release, make_target

APPLICATION = "/releases/applications/{application}/"
RELEASE = "/releases/{application}/{version}/"
NAMED = {"name": "{application} two", "team": "{team}", "repository": "{repository}"}
NEW = {"name": "another", "team": "{team}", "repository": ""}
ON_STAGE = {"environment": "stage", "stage-cluster": "c", "stage-name": "n"}
DEPLOYED = {"once": "5b0c1bd2-7f3e-4b0a-9d0a-6f1f6c6f0f11", "environment": "prod", "version": "2",
            "result": "succeeded"}  # fmt: skip
TEMPLATE = "/releases/templates/application.{application}/"
ITEM = {"key": "own", "title": "Own", "kind": "manual", "proof": "none", "role": "lead", "base": "0"}
LEAVE, AGREE = {"do": "leave", "base": "0"}, {"own": "on", "lead": "1", "base": "0"}
RELEASES = {
    "releases/": Row("/releases/", people, never),
    "releases/applications/<slug:slug>/checklist/": Row(APPLICATION + "checklist/", look, never),
    "releases/templates/": Row("/releases/templates/", people, never),
    "releases/templates/<str:scope>/": Row(TEMPLATE, look, never),
    "releases/templates/<str:scope>/add/": Row(TEMPLATE + "add/", lead, lead, ITEM),
    "releases/templates/<str:scope>/items/<str:key>/": Row(TEMPLATE + "items/ops.owner/", lead, lead, LEAVE),
    "releases/templates/<str:scope>/approvals/": Row(TEMPLATE + "approvals/", never, lead, AGREE),
    "releases/templates/<str:scope>/import/": Row(TEMPLATE + "import/", never, lead, {"text": "items: []"}),
    "releases/templates/<str:scope>/checklist.yaml": Row(TEMPLATE + "checklist.yaml", look, never),
    "releases/templates/<str:scope>/versions/": Row(TEMPLATE + "versions/", look, never),
    "releases/templates/<str:scope>/remove/": Row(TEMPLATE + "remove/", never, lead),
    "releases/<slug:app>/<str:version>/evidence.zip": Row(RELEASE + "evidence.zip", look, never),
    "releases/<slug:slug>/": Row("/releases/{application}/", look, never),
    "releases/<slug:slug>/deployments/": Row("/releases/{application}/deployments/", look, never),
    "releases/<slug:slug>/deployments/deployments.csv": Row(
        "/releases/{application}/deployments/deployments.csv", look, never
    ),
    "releases/<slug:slug>/deployments/<int:pk>/": Row(
        "/releases/{application}/deployments/{deployment}/", look, never
    ),
    "releases/applications/<slug:slug>/deployments/": Row(
        APPLICATION + "deployments/", never, engineer, DEPLOYED
    ),
    "releases/applications/": Row("/releases/applications/", people, never),
    "releases/applications/new/": Row("/releases/applications/new/", some_lead, some_lead, NEW),
    "releases/applications/<slug:slug>/": Row(APPLICATION, look, lead, NAMED),
    "releases/applications/<slug:slug>/pipeline/": Row(APPLICATION + "pipeline/", look, never),
    "releases/applications/<slug:slug>/remove/": Row(APPLICATION + "remove/", never, lead),
    "releases/applications/<slug:slug>/targets/": Row(
        APPLICATION + "targets/", never, lead, {"stack-{stack}": "prod"}
    ),
    "releases/applications/<slug:slug>/service/": Row(APPLICATION + "service/", never, lead, ON_STAGE),
    "releases/applications/<slug:slug>/service/read/": Row(
        APPLICATION + "service/read/", never, engineer, {"environment": "prod"}
    ),
    "releases/applications/<slug:slug>/rollout/": Row(APPLICATION + "rollout/", never, lead),
    "releases/applications/<slug:slug>/exemptions/": Row(
        APPLICATION + "exemptions/", never, lead, {"exemption": "{exemption}"}
    ),
}
RELEASES |= safety.SAFETY | page.PAGE | flags.FLAGS | metrics.METRICS
# What is sent to one's own, with what is another team's: see test_foreign_ids.
FOREIGN: list[tuple[str, dict[str, str]]] = [
    (APPLICATION, {"name": "a", "team": "{o_team}", "repository": ""}),
    ("/releases/applications/new/", {"name": "a", "team": "{o_team}"}),
    (APPLICATION + "service/", {**ON_STAGE, "stage-connection": "{o_connection}"}),
    (APPLICATION + "exemptions/", {"exemption": "{o_exemption}"}),
    *safety.FOREIGN,
    *page.FOREIGN,
    *flags.FOREIGN,
    *metrics.FOREIGN,
]


def released(name: str, stack: Stack) -> dict[str, object]:
    """Of one team: what the rows above name. Everything says the team's name, so that a leak is seen."""
    repository = stack.repository
    application = make_application(f"{name}-app", team=repository.team, repository=repository)
    make_target(application, stack)
    deployment = make_deployment(application, f"{name}-1.0")
    Service.objects.create(
        application=application, environment="prod", cluster=f"{name}-cluster", name=f"{name}-service"
    )
    now = timezone.now()
    exemption = DestroyExemption.objects.create(
        application=application, address=f"aws_instance.{name}", reason=f"{name} reason", by=f"{name}-one",
        until=(now + timedelta(days=9)).date(), created_at=now,
    )  # fmt: skip
    release = make_release(application, f"{name}-1.1")
    return {
        **flags.kept(name, application),
        **metrics.kept(name, repository.team, application),
        **safety.kept(name, application),
        **page.kept(name, release),
        "application": application.slug,
        "deployment": deployment.pk,
        "exemption": exemption.pk,
        "version": release.version,
        "release": release.pk,
    }
