"""Items of a checklist template: say one otherwise, add one, leave one out, take it back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from maturity.access import login
from releases import access
from releases.access import Owner
from releases.actions import templates as actions
from releases.core import checklist_editing as editing
from releases.core.checklist import Checklist
from releases.core.checklist_changes import How, Line, lines
from releases.core.gate import all_gates
from releases.forms.templates import ItemForm, filled, new_item
from releases.views.templates import child_of, page, save
from releases.words import checklists as words


@login
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, scope: str) -> HttpResponse:
    owner = access.owner_for_write(request.user, scope)
    form = ItemForm(request.POST) if request.method == "POST" else new_item()
    if not form.is_valid():
        return _form(request, owner, form, None)
    item, child, parent = form.item(), child_of(owner), actions.parent_of(owner)
    if any(line.item.key == item.key for line in lines(parent, child)):
        form.add_error("key", _("There is an item %(key)s already.") % {"key": item.key})
        return _form(request, owner, form, None)
    return save(request, owner, editing.with_item(child, parent, item))


@login
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, scope: str, key: str) -> HttpResponse:
    """`do`: "leave" it out, or "restore" it as it is above; otherwise it is said anew."""
    owner = access.owner_for_write(request.user, scope)
    child, parent = child_of(owner), actions.parent_of(owner)
    found = next((one for one in lines(parent, child) if one.item.key == key), None)
    if found is None:
        if request.method != "POST":
            raise Http404
        text = _("There is no item %(key)s any more: look at the checklist as it is now.")
        return page(request, owner, status=409, refused=text % {"key": key[:60]})
    if request.method != "POST":
        return _form(request, owner, filled(found.item), found)
    if (done := request.POST.get("do", "")) in ("leave", "restore"):
        return save(request, owner, _done(done, child, parent, key))
    form = ItemForm({**request.POST.dict(), "key": key})
    if not form.is_valid():
        return _form(request, owner, form, found)
    return save(request, owner, editing.with_item(child, parent, form.item()))


def _done(done: str, child: Checklist, parent: Checklist, key: str) -> Checklist:
    if done == "leave":
        return editing.without_item(child, parent, key)
    return editing.restored(child, key)


def _form(request: HttpRequest, owner: Owner, form: ItemForm, line: Line | None) -> HttpResponse:
    found = actions.template_of(owner)
    above = None
    if line is not None and line.how is How.CHANGED:
        above = actions.parent_of(owner).item(line.item.key)
    context: dict[str, Any] = {
        "owner": owner,
        "form": form,
        "line": line,
        "above": above,
        "base": _base(request, found.current.number if found and found.current else 0),
        "gates": list(all_gates().values()),
        "words": words,
    }
    return render(request, "releases/template_item.html", context, status=422 if form.errors else 200)


def _base(request: HttpRequest, now: int) -> str:
    """What was sent stays: a form that is corrected was still made from the version it began with."""
    return request.POST.get("base", str(now))[:20]
