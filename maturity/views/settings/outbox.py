"""What waits to be sent, and what did not arrive: in the hands of whoever may change the channel."""

from __future__ import annotations

from django.db.models import Count, Min, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from maturity import access, tasks
from maturity.actions import notifications
from maturity.models import Event, Notification, Standing
from maturity.views._http import HtmxHttpRequest, person, pk_of

PAGE = 50
AT_ONCE = 1_000
STATES = {
    "dead": (Standing.DEAD,), "waiting": (Standing.WAITING, Standing.SENDING), "sent": (Standing.SENT,),
    "dropped": (Standing.DROPPED,),
}  # fmt: skip


@access.login
@require_GET
def outbox(request: HtmxHttpRequest) -> HttpResponse:
    mine = access.notifications_for_write(request.user)
    channel = pk_of(request.GET.get("channel", ""))
    chosen = mine.filter(channel=channel) if channel else mine
    counts = dict(chosen.order_by().values_list("state").annotate(n=Count("pk")))
    numbers = {name: sum(counts.get(state, 0) for state in states) for name, states in STATES.items()}
    asked = request.GET.get("state", "")
    state = asked if asked in STATES else "dead" if numbers["dead"] else "waiting"
    before = pk_of(request.GET.get("before", ""))
    found = chosen.filter(state__in=STATES[state])
    rows = _rows(found.filter(pk__lt=before) if before else found)
    context = {
        "state": state, "numbers": numbers, "rows": rows[:PAGE],
        "channel": access.channel_for_write(request.user, channel) if channel else None,
        "following": rows[PAGE - 1][0].pk if len(rows) > PAGE else None,
    }  # fmt: skip
    return render(request, "maturity/outbox.html", context)


def _rows(found: QuerySet[Notification]) -> list[tuple[Notification, int, Event | None]]:
    """Newest first, each with how many events it tells of and the first of them."""
    rows = found.select_related("channel").defer("channel__secret").order_by("-pk")
    shown = list(rows.annotate(number=Count("events"), first=Min("events"))[: PAGE + 1])
    events = Event.objects.select_related("actor").in_bulk({row.first for row in shown if row.first})
    return [(row, row.number, events.get(row.first)) for row in shown]


@access.login
@require_POST
def decide(request: HtmxHttpRequest, pk: int, verb: str) -> HttpResponse:
    """Send messages of one channel again, or drop them: those that were chosen, or all that are dead."""
    channel = access.channel_for_write(request.user, pk)
    chosen = [pk_of(one) for one in request.POST.getlist("message")[:AT_ONCE]]
    if request.POST.get("all") == "1":
        dead = channel.notifications.filter(state=Standing.DEAD).order_by("pk")
        chosen = list(dead.values_list("pk", flat=True)[:AT_ONCE])
    if verb == "resend":
        if notifications.resend(person(request), channel, chosen):
            tasks.wake(channel.pk)
    elif verb == "drop":
        notifications.drop(person(request), channel, chosen)
    else:
        raise Http404
    return redirect(f"{reverse('maturity:outbox')}?channel={channel.pk}")
