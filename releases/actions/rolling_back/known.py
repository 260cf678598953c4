"""What is known about a release that a rollback plan is made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from maturity.models import Plan
from releases.actions.flags.showing import to_switch
from releases.actions.gathering import world_of
from releases.core.facts.code import Code, CodeSeen
from releases.core.facts.service import TWO_FLEETS, Kept, ServiceSeen
from releases.core.flags import values
from releases.core.rollback import NEVER
from releases.core.undoing import Change, Flag, Known, Migration, Service, Undo
from releases.models import Deployment, GateTicket, Release, Result, Target


def known_of(release: Release, now: datetime, plans: Sequence[Plan] | None = None) -> Known:
    """plans: of one that is not kept yet."""
    world = world_of(release, [CodeSeen, ServiceSeen], now)
    seen, service = world.get(CodeSeen), world.get(ServiceSeen)
    code = seen.code if seen else None
    ends = _ends(service)
    return Known(
        version=release.version,
        previous=previous_of(release),
        environment=release.get_to_environment_display(),
        flags=_flags(release),
        service=_service(service),
        migrations=_migrations(code) if code else None,
        unread=code.more if code else 0,
        changes=_changes(release, list(release.plans.select_related("stack")) if plans is None else plans),
        image_until=ends.until,
        image_by=ends.by,
    )


def previous_of(release: Release) -> str:
    """What ran there when the release was prepared, else what serves by the deployments; "": nobody knows."""
    if release.base_version and release.base_version != release.version:
        return release.base_version
    serving = Deployment.objects.filter(application=release.application_id).serving(release.to_environment)
    return serving.exclude(version=release.version).values_list("version", flat=True).first() or ""


def there_since(release: Release) -> datetime | None:
    """Since when the version is where it goes, at the earliest; None while it is not."""
    deployed = Deployment.objects.filter(
        application=release.application_id, environment=release.to_environment, version=release.version,
        result__in=[Result.RUNNING, Result.SUCCEEDED], started_at__gte=release.created_at,
    ).order_by("started_at").values_list("started_at", flat=True).first()  # fmt: skip
    used = GateTicket.objects.filter(release=release, used_at__isnull=False).order_by("used_at")
    moments = [at for at in (deployed, used.values_list("used_at", flat=True).first()) if at is not None]
    return min(moments, default=release.completed_at)


def _flags(release: Release) -> tuple[Flag, ...] | None:
    """Those that its commits add or change. None while its code could not be read."""
    found = to_switch(release)
    if found is None:
        return None
    return tuple(Flag(key, None if off is None else values.plainly(off)) for key, off in found)


def _service(seen: ServiceSeen | None) -> Service | None:
    """As AWS and the code say it; None when the application names none."""
    if seen is None or not seen.name:
        return None
    strategy = seen.of("deployment_strategy").value
    running = seen.live.running if seen.live else None
    images = running.images if running else ()
    return Service(
        name=seen.name,
        before=running.name if running else None,
        two_fleets=None if strategy is None else strategy in TWO_FLEETS,
        keeps=seen.number("bake_time"),
        drains=seen.number("deregistration_delay"),
        gone=tuple(one.image for one in images if one.exists is False),
        undated=tuple((one.image, one.kept.unknown) for one in images if one.kept and one.kept.unknown),
    )


def _ends(seen: ServiceSeen | None) -> Kept:
    """Of the images of what serves now, the one that can be pulled for the shortest time."""
    running = seen.live.running if seen and seen.live else None
    ending = [one.kept for one in (running.images if running else ()) if one.kept and one.kept.until]
    return min(ending, key=lambda one: one.until or NEVER, default=Kept())


def _migrations(code: Code) -> tuple[Migration, ...]:
    """Those that its commits add; of one that ran and was changed since, nobody knows the way back."""
    added = [Migration(one.path, one.undo) for one in code.migrations]
    return (*added, *(Migration(path, Undo.NOT_KNOWN) for path in code.touched))


def _changes(release: Release, plans: Sequence[Plan]) -> tuple[Change, ...] | None:
    """Of the plans that belong to it. None: it touches stacks, and nobody said what it plans for them."""
    if plans:
        return tuple(_change(plan) for plan in plans)
    touched = Target.objects.filter(application=release.application_id, environment=release.to_environment)
    return None if touched.exists() else ()


def _change(plan: Plan) -> Change:
    """The changes themselves are only read where data are lost."""
    name = plan.stack.label if plan.stack else plan.title
    planned = plan.creates + plan.updates + plan.destroys + plan.forgets
    if not plan.holds_data:
        return Change(name, planned)
    lost = tuple(one.address for one in plan.changes if one.destructive and one.holds_data)
    return Change(name, planned, lost or None)
