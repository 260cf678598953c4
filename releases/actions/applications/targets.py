"""Which stacks a release of an application touches."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from maturity.actions import Refused
from maturity.models import Stack, User
from releases.actions.locking import take_turn
from releases.actions.telling import tell
from releases.core.addresses import inside
from releases.core.environments import Environment, environment_of
from releases.models import Application, Target

MOST, FEW = 200, 20


def suggest_targets(application: Application) -> int:
    """For a new one: the stacks of its folder whose environment is Stage or Prod. How many it took.

    None in a repository of many: there a person has to say which.
    """
    if application.repository is None:
        return 0
    stacks = application.repository.stacks.present().only("pk", "directory", "environment")
    found = [
        (stack, environment)
        for stack in stacks[: MOST * 10]
        if inside(stack.directory, application.path)
        and (environment := environment_of(stack.environment)) is not None
    ]
    if len(found) > FEW:
        return 0
    Target.objects.bulk_create(
        Target(application=application, stack=stack, environment=environment) for stack, environment in found
    )
    return len(found)


def set_targets(by: User, application: Application, wanted: Mapping[Stack, Environment | None]) -> bool:
    """Of these stacks; the others stay as they are. None: it is not touched. False: nothing is different."""
    with transaction.atomic():
        take_turn(application.pk)
        known = {target.stack_id: target for target in application.targets.select_related("stack")}
        changed: dict[str, list[str]] = {}
        for stack, environment in wanted.items():
            before = known[stack.pk].environment if stack.pk in known else ""
            if before != (environment or ""):
                changed[str(stack)] = [before, environment or ""]
                _set(application, stack, environment)
        if application.targets.count() > MOST:
            raise Refused(_("A release touches at most %(n)s stacks.") % {"n": MOST})
        if changed:
            tell("application.targets_set", by, application, changed=changed)
    return bool(changed)


def _set(application: Application, stack: Stack, environment: Environment | None) -> None:
    application.targets.filter(stack=stack).delete()
    if environment is not None:
        Target.objects.create(application=application, stack=stack, environment=environment)
