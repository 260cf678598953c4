"""A person says where a state lies, when the files do not."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.actions.checks.stacks import tell
from maturity.actions.errors import Refused
from maturity.core.state.places import place_of
from maturity.models import Stack, User

TABLE = re.compile(r"[A-Za-z0-9_.-]{3,255}")
REGION = re.compile(r"[a-z]{2,4}(?:-[a-z]{2,10}){1,3}-\d{1,2}")


def set_state_place(by: User, stack: Stack, place: str, lock_table: str = "", region: str = "") -> None:
    """The whole place, workspace and all: no scan changes it. "" gives the question back to the files.

    What another place told about this stack is dropped: it was another state's.
    """
    place, lock_table, region = place.strip(), lock_table.strip(), region.strip()
    if place and place_of(place) is None:
        raise Refused(_("%(place)s is no place of a state: s3://bucket/key.") % {"place": place[:80]})
    if lock_table and not TABLE.fullmatch(lock_table):
        raise Refused(_("%(table)s is no name of a DynamoDB table.") % {"table": lock_table[:80]})
    if region and not REGION.fullmatch(region):
        raise Refused(_("%(region)s is no region of AWS.") % {"region": region[:80]})
    now = timezone.now()
    with transaction.atomic():
        before = stack.state_place
        Stack.objects.filter(pk=stack.pk).update(
            state_place=place, lock_table=lock_table if place else "", state_region=region, state_prefix="",
            state_given=bool(place), state_checked_at=None, state_error="", applied_by_ci=None,
        )  # fmt: skip
        stack.state_versions.all().delete()
        stack.locks.held().update(released_at=now)
        tell(stack, "state.placed", now, by=by, place=place, before=before, lock_table=lock_table)
    stack.refresh_from_db()
