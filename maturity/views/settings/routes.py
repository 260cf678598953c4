"""Routes of a channel: what it tells of, and when."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from maturity import access
from maturity.actions import Refused, notifications
from maturity.forms.channels import RouteForm, filled
from maturity.models import Channel, Route
from maturity.views._http import HtmxHttpRequest, person
from maturity.words import notices


@access.login
@require_http_methods(["GET", "HEAD", "POST"])
def new_route(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    channel = access.channel_for_write(request.user, pk)
    if request.method == "POST":
        return _save(request, channel, None)
    initial = {"time_zone": person(request).organisation.time_zone, "digest_at": "09:00"}
    return _page(request, channel, None, _form(request, channel, None, initial=initial))


@access.login
@require_http_methods(["GET", "HEAD", "POST"])
def route(request: HtmxHttpRequest, channel: int, pk: int) -> HttpResponse:
    found = access.route_for_write(request.user, channel, pk)
    if request.method == "POST":
        return _save(request, found.channel, found)
    form = _form(request, found.channel, found, initial=filled(found))
    return _page(request, found.channel, found, form)


@access.login
@require_POST
def remove(request: HtmxHttpRequest, channel: int, pk: int) -> HttpResponse:
    found = access.route_for_write(request.user, channel, pk)
    notifications.remove_route(person(request), found.channel, found)
    return redirect("maturity:channel", channel)


def _form(request: HtmxHttpRequest, channel: Channel, found: Route | None, **more: object) -> RouteForm:
    return RouteForm(channel, access.teams_for(request.user), found, **more)


def _save(request: HtmxHttpRequest, channel: Channel, found: Route | None) -> HttpResponse:
    form = _form(request, channel, found, data=request.POST)
    if form.is_valid():
        try:
            notifications.save_route(person(request), channel, found, form.cleaned_data)
            return redirect("maturity:channel", channel.pk)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    return _page(request, channel, found, form, status=422)


def _page(
    request: HtmxHttpRequest, channel: Channel, found: Route | None, form: RouteForm, status: int = 200
) -> HttpResponse:
    context = {"c": channel, "route": found, "form": form, "weekdays": list(enumerate(notices.WEEKDAYS))}
    return render(request, "maturity/route.html", context, status=status)
