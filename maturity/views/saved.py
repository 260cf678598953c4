"""Filters that people keep for themselves: save, rename, remove."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maturity import access
from maturity.forms.saved import NameForm, SaveForm
from maturity.models import SavedFilter
from maturity.views._http import person
from maturity.views._saved import LISTS, address, canonical


@access.login
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """What the list shows now, under a name. The same name again takes its place."""
    form = SaveForm(request.POST, pages=list(LISTS))
    if not form.is_valid():
        return _told(request, form, "maturity:overview")
    given = form.cleaned_data
    page, query = given["page"], canonical(given["page"], given["query"])
    kept = query and SavedFilter.objects.keep(person(request), page, given["name"], query, timezone.now())
    if not query:
        messages.info(request, _("Nothing is filtered, so there is nothing to save."))
    elif not kept:
        messages.info(request, _("You have 50 saved filters: remove one first. Nothing was saved."))
    return redirect(address(page, query))


@access.login
@require_POST
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.saved_filter_for(person(request), pk)
    form = NameForm(request.POST)
    if not form.is_valid():
        return _told(request, form, "maturity:me")
    if not found.rename(form.cleaned_data["name"]):
        messages.info(request, _("Another filter of this list has that name. Nothing was saved."))
    return redirect("maturity:me")


@access.login
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    access.saved_filter_for(person(request), pk).delete()
    return redirect("maturity:me")


def _told(request: HttpRequest, form: NameForm, back: str) -> HttpResponse:
    for errors in form.errors.values():
        messages.info(request, str(errors[0]))
    return redirect(back)
