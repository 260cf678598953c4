"""Signing off and rejecting, items and releases; taking it back; and waiving."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from maturity.access import login
from maturity.actions import Refused
from maturity.views._http import HtmxHttpRequest, person, pk_of
from releases import access, links
from releases.actions import signing, waiving
from releases.core.known import WHOLE
from releases.models import Release
from releases.views import _acting, _release
from releases.views._login import login_of

FOLLOWED = 5  # one word has it signed off, and that has it ready: all of it is told at once


@login
@require_POST
def sign_item(request: HtmxHttpRequest, slug: str, version: str, item: str) -> HttpResponse:
    """With `reject`: object to it."""
    return _said(request, _acting.asked(request, slug, version), item)


@login
@require_POST
def sign(request: HtmxHttpRequest, slug: str, version: str) -> HttpResponse:
    """Likewise, the release as a whole."""
    return _said(request, _acting.asked(request, slug, version), WHOLE)


def _said(request: HtmxHttpRequest, found: Release, item: str) -> HttpResponse:
    user, comment = person(request), request.POST.get("comment", "")
    link = request.POST.get("link", "")
    given: dict[str, Any] = {"item": item, "login": login_of(request), **_acting.shown(request)}
    try:
        if "reject" in request.POST:
            signing.reject(user, found, comment=comment, **given)
        else:
            signing.sign(user, found, comment=comment, link=link, **given)
    except Refused as refusal:
        typed = {"item": item, "comment": comment[: _acting.LONGEST], "link": link[:500]}
        return _acting.refused(request, found, refusal, **typed)
    if not request.htmx:
        return redirect(links.release_path(found))
    return _swapped(request, found, item)


def _swapped(request: HtmxHttpRequest, found: Release, item: str) -> HttpResponse:
    """What was signed, and whatever else of the page says something else by now."""
    user = person(request)
    now = access.release_for(request.user, found.application.slug, found.version, found.attempt)
    page = _release.page_of(now, user, timezone.now())
    row = next((row for group in page.groups for row in group.rows if row.key == item), None)
    told = {**_release.around(page, user), "row": row, "oob": True}
    newest = list(_release.history(now)[:FOLLOWED])
    told["events"] = [one for one in newest if one.at == newest[0].at]
    response = render(request, "releases/_signed.html", told)
    return trigger_client_event(response, "stamp", {"value": now.revision})


@login
@require_POST
def revoke(request: HtmxHttpRequest, slug: str, version: str) -> HttpResponse:
    """Take back what one said; of a lead, the objection of somebody who left."""
    found = _acting.asked(request, slug, version)
    word = found.signoffs.select_related("person").filter(pk=pk_of(request.POST.get("signoff", ""))).first()
    if word is None:
        return _acting.refused(request, found, Refused(_("There is no such sign-off any more.")))
    given: dict[str, Any] = {"item": word.item, "person": word.person, **_acting.revision(request)}
    given["login"] = login_of(request)
    return _acting.after(request, found, lambda: signing.revoke(person(request), found, **given))


@login
@require_POST
def waive(request: HtmxHttpRequest, slug: str, version: str, item: str) -> HttpResponse:
    """Take an item upon oneself for some hours; with `end`, no longer."""
    found = _acting.asked(request, slug, version)
    user, reason = person(request), request.POST.get("reason", "")
    if "end" in request.POST:
        ending = {**_acting.revision(request), "login": login_of(request)}
        return _acting.after(request, found, lambda: waiving.end_waiver(user, found, item, **ending))
    given = {"hours": pk_of(request.POST.get("hours", "")), **_acting.shown(request)}
    given["login"] = login_of(request)
    return _acting.after(
        request, found, lambda: waiving.waive(user, found, item, reason, **given),
        waive=item, reason=reason[:_acting.LONGEST],
    )  # fmt: skip
