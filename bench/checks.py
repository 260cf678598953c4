"""Pages and writes on a database that `manage.py seed_scale` filled: `python -m bench.checks`.

DATABASE_URL names the database. Times are of this process alone, where nothing else may be running: wall and
CPU, the best of several. What is written is held against one row in a transaction of its own.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402 - Django's settings come first
from django.db import connection  # noqa: E402
from django.db.models import Subquery  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from maturity import access  # noqa: E402
from maturity.actions.checks import Origin, record_check, record_failure  # noqa: E402
from maturity.actions.checks.retention import prune  # noqa: E402
from maturity.actions.checks.rollups import roll_up  # noqa: E402
from maturity.core.plans import Action, Difference, Finding, Reading, ResourceChange, Role  # noqa: E402
from maturity.management.commands.seed_scale import PLACE  # noqa: E402
from maturity.models import DriftEpisode, Event, Organisation, Outcome, Repository, Source, Stack, User  # noqa: E402

REPEAT = 15
TARGET = 50.0  # milliseconds of a page

DRIFTED = ResourceChange(
    address="aws_instance.web", type="aws_instance", role=Role.DRIFT, action=Action.UPDATE,
    outside=Action.UPDATE, drift=(Difference("tags.Team", "a", "b"),),
)  # fmt: skip
CLEAN = Reading(form="json", finding=Finding.IN_SYNC, resources=12)
DRIFT = Reading(form="json", finding=Finding.DRIFTED, resources=12, drifted=1, changes=(DRIFTED,))


def main() -> None:
    if not Repository.objects.filter(url__startswith=PLACE).exists():
        raise SystemExit("DATABASE_URL names no database that manage.py seed_scale filled")
    print(f"{connection.vendor}, {Stack.objects.count():,} stacks, best of {REPEAT}\n")
    print(f"{'':40}{'wall ms':>9}{'CPU ms':>9}{'queries':>9}")
    for open_read in (True, False):
        Organisation.objects.update_or_create(pk=1, defaults={"open_read": open_read})
        for name, work in pages():
            wall, cpu, queries = measured(work)
            name = f"{name}{'' if open_read else ', one team alone'}"
            print(f"{name:40}{wall:9.1f}{cpu:9.1f}{queries:9}{'' if cpu <= TARGET else '   MISSED'}")
    print(f"\n{'':40}{'wall ms':>9}{'CPU ms':>9}{'queries':>9}{'ratio':>9}")
    floor = 0.0
    for name, work in writes():
        wall, cpu, queries = measured(work)
        floor = floor or wall
        print(f"{name:40}{wall:9.1f}{cpu:9.1f}{queries:9}{wall / floor:9.1f}")


def measured(work: Callable[[], object]) -> tuple[float, float, int]:
    """Best wall and CPU milliseconds, and the queries it takes."""
    times = []
    for _ in range(REPEAT):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        times.append(((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000))
    with CaptureQueriesContext(connection) as asked:
        work()
    return min(one[0] for one in times), min(one[1] for one in times), len(asked)


def pages() -> Iterator[tuple[str, Callable[[], object]]]:
    """As a person of one of the twenty teams; with reading closed they see a twentieth."""
    drifting = DriftEpisode.objects.open().order_by("pk").values("stack__repository__team__slug")
    user = User.objects.with_standing().get(username=Subquery(drifting[:1]))
    client = Client(headers={"host": settings.RUNGS_HOST})
    client.force_login(user)
    episode = access.episodes_for(user).open().order_by("pk")[0]
    plan = access.plans_for(user).newest_first()[0]
    places = {
        "overview": "/", "repositories": "/repos/", "inbox": "/inbox/", "drift, open": "/drift/",
        "drift, since yesterday": "/drift/?since=yesterday", "drift, all": "/drift/?since=all",
        "an episode": f"/drift/{episode.pk}/", "a stack": f"/stacks/{episode.stack_id}/",
        "plans": "/plans/", "a plan": f"/plans/{plan.pk}/",
    }  # fmt: skip
    for name, place in places.items():
        yield name, partial(opened, client, place)


def opened(client: Client, place: str) -> None:
    status = client.get(place).status_code
    if status != 200:
        raise SystemExit(f"{place} answered {status}")


def writes() -> Iterator[tuple[str, Callable[[], object]]]:
    now = timezone.now()
    calm = Stack.objects.filter(drift_since=None, failing_since=None).order_by("pk")
    first, second, third = calm[:3]
    yield "one row in a transaction", lambda: Event.objects.create(kind="bench", subject="", at=now)
    yield "a clean check", lambda: record_check(first, CLEAN, origin())
    yield "drift again, the same", lambda: record_check(second, DRIFT, origin())
    yield "drift begins or ends", flipping(third)
    yield "a failed check", lambda: record_failure(first, Outcome.ERRORED, "bench", origin())
    yield "today's roll-up", lambda: roll_up([now.date()])
    yield "tidying, nothing to do", lambda: prune(now)


def flipping(stack: Stack) -> Callable[[], Any]:
    readings = iter([DRIFT, CLEAN] * REPEAT)
    return lambda: record_check(stack, next(readings), origin())


def origin() -> Origin:
    now = timezone.now()
    return Origin(source=Source.PUSH, started_at=now, finished_at=now, commit="c0ffee" * 6)


if __name__ == "__main__":
    main()
