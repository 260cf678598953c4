"""Channels that messages go to. A secret goes in and never comes out: it is replaced, or removed."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maturity import access
from maturity.actions import Refused, notifications
from maturity.forms.channels import ChannelForm
from maturity.models import Channel, Role, Standing
from maturity.views._http import HtmxHttpRequest, person
from maturity.words import notices

SHOWN = 500


@access.login
@require_GET
def channels(request: HtmxHttpRequest) -> HttpResponse:
    waiting = Count("notifications", filter=Q(notifications__state__in=[Standing.WAITING, Standing.SENDING]))
    dead = Count("notifications", filter=Q(notifications__state=Standing.DEAD))
    found = access.channels_for_write(request.user).annotate(waiting=waiting, dead=dead)
    rows = found.order_by("team__name", "name")[:SHOWN]
    return render(request, "maturity/channels.html", {"channels": rows, "kinds": notifications.kinds()})


@access.login
@require_http_methods(["GET", "HEAD", "POST"])
def new_channel(request: HtmxHttpRequest, kind: str) -> HttpResponse:
    teams = access.teams_led(request.user)
    if kind not in notifications.kinds():
        raise Http404
    if request.method != "POST":
        return _page(request, None, ChannelForm(kind, None, teams, initial={"language": "en"}))
    form = ChannelForm(kind, None, teams, data=request.POST)
    if not form.is_valid():
        return _page(request, None, form, status=422)
    team = form.cleaned_data["team"]
    if team is None:
        access.expect(request.user, Role.LEAD)
    try:
        made = notifications.add_channel(person(request), team, kind, form.wanted())
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _page(request, None, form, status=422)
    return redirect("maturity:channel", made.pk)


@access.login
@require_http_methods(["GET", "HEAD", "POST"])
def channel(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    found, teams = access.channel_for_write(request.user, pk), access.teams_led(request.user)
    if found.kind not in notifications.kinds():
        return _page(request, found, None)
    if request.method != "POST":
        initial = {"name": found.name, "language": found.language, **found.given}
        return _page(request, found, ChannelForm(found.kind, found, teams, initial=initial))
    form = ChannelForm(found.kind, found, teams, data=request.POST)
    if form.is_valid():
        try:
            notifications.change_channel(person(request), found, form.wanted())
            return redirect("maturity:channel", pk)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            found.refresh_from_db()
    return _page(request, found, form, status=422)


@access.login
@require_POST
def test(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    """Send a message now, and show what the other side answers."""
    found = access.channel_for_write(request.user, pk)
    message = notices.trial(found, timezone.now(), str(person(request)))
    said = notifications.try_channel(found, message)
    if not request.htmx:
        return redirect("maturity:channel", pk)
    found.refresh_from_db()
    return render(request, "maturity/_channel_test.html", {"c": found, "said": said, "tried": True})


@access.login
@require_POST
def switch(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    found = access.channel_for_write(request.user, pk)
    notifications.switch_channel(person(request), found, on=request.POST.get("on") == "1")
    return redirect("maturity:channel", pk)


@access.login
@require_POST
def remove(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    notifications.remove_channel(person(request), access.channel_for_write(request.user, pk))
    return redirect("maturity:channels")


def _page(
    request: HtmxHttpRequest, found: Channel | None, form: ChannelForm | None, status: int = 200
) -> HttpResponse:
    context: dict[str, object] = {"c": found, "form": form, "kind": form.kind if form else None}
    context["shared"] = access.may(request.user, Role.LEAD)
    context["heading"] = found.name if found else _("Add a channel")
    if found:
        routes = list(found.routes.select_related("team").order_by("pk"))
        context["routes"] = [(route, notices.route_in_words(route)) for route in routes]
        counts = found.notifications.order_by().values_list("state").annotate(n=Count("pk"))
        context["counts"] = dict(counts)
    return render(request, "maturity/channel.html", context, status=status)
