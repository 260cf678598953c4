"""Adding an application, changing what is known of it, and taking it away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from msgspec import Struct, structs

from maturity.actions import Refused
from maturity.models import Repository, Team, User
from releases.actions.applications.targets import suggest_targets
from releases.actions.telling import tell
from releases.core.addresses import RESERVED
from releases.models import Application, Release


class Wanted(Struct, frozen=True, kw_only=True):
    """An application as a person wants it. See `Application` for what the fields mean."""

    name: str
    team: Team | None = None
    repository: Repository | None = None
    path: str = ""
    tags: str = ""
    deploys: bool = False
    long_lived: bool | None = None
    session_p95: int | None = None
    on_call: str = ""
    runbook: str = ""
    dashboard: str = ""


def add_application(by: User | None, wanted: Wanted) -> Application:
    """With the stacks of its repository that say by their environment where they belong."""
    made = Application(slug=_slug(wanted.name), created_at=timezone.now())
    with _named(wanted.name), transaction.atomic():
        _fill(made, wanted)
        made.save()
        targets = suggest_targets(made)
        tell("application.added", by, made, targets=targets, **_told(made))
    return made


def change_application(by: User, application: Application, wanted: Wanted) -> bool:
    """False when nothing is different. Its address stays: others have links to it."""
    before = _told(application)
    with _named(wanted.name), transaction.atomic():
        _fill(application, wanted)
        after = _told(application)
        changed = {name: [before[name], value] for name, value in after.items() if before[name] != value}
        if changed:
            application.save()
            tell("application.changed", by, application, changed=changed)
    return bool(changed)


def remove_application(by: User, application: Application) -> None:
    """What was released and deployed stays for who reads the history; the name is free again.

    Raises Refused while a release is on its way.
    """
    with transaction.atomic():
        Application.objects.select_for_update().get(pk=application.pk)
        moving = Release.objects.filter(application=application).on_the_way().first()
        if moving is not None:
            text = _("%(version)s is on its way: finish it or roll it back first.")
            raise Refused(text % {"version": moving.version})
        tell("application.removed", by, application, **_told(application))
        if application.releases.exists() or application.deployments.exists():
            application.archived = True
            application.name = f"{application.name[:70]} (removed, {application.pk})"
            application.slug = f"{application.slug[:70]}-removed-{application.pk}"
            application.save(update_fields=["archived", "name", "slug"])
        else:
            application.delete()


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Turns the database's refusal of a second application with the name into a sentence."""
    try:
        yield
    except IntegrityError:
        raise Refused(_("There is an application called %(name)s already.") % {"name": name}) from None


def _fill(application: Application, wanted: Wanted) -> None:
    for name, value in structs.asdict(wanted).items():
        setattr(application, name, value)


def _told(application: Application) -> dict[str, Any]:
    """Everything a person can change, as an Event keeps it."""
    plain = {name: getattr(application, name) for name in Wanted.__struct_fields__ if name not in LINKED}
    return {**plain, **{name: str(getattr(application, name) or "") for name in LINKED}}


LINKED = ("team", "repository")


def _slug(name: str) -> str:
    """Of the name, and no other's: "shop", "shop-2"; "application" for one without Latin letters."""
    wanted = slugify(name)[:90] or "application"
    near = Application.objects.filter(Q(slug=wanted) | Q(slug__startswith=f"{wanted}-"))
    known = {*near.values_list("slug", flat=True), *RESERVED}
    return next(slug for n in count(1) if (slug := f"{wanted}-{n}" if n > 1 else wanted) not in known)
