"""People, for administrators: who is here, who is invited, and what becomes of an account."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maturity import access
from maturity.accounts.backend import second_factor
from maturity.actions import Refused
from maturity.actions.people import inviting, standing
from maturity.forms.people import InviteForm
from maturity.models import Membership, User
from maturity.views._http import HtmxHttpRequest, person, pk_of

SHOWN = 500


@access.login
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HtmxHttpRequest) -> HttpResponse:
    """The answer to an invitation is the only page that shows its link: nothing stores it."""
    everybody = access.accounts_for_write(request.user)
    if request.method != "POST":
        return _list(request, everybody, InviteForm())
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _list(request, everybody, form, status=422)
    given = form.cleaned_data
    try:
        made, secret = inviting.invite(person(request), given["email"], administrator=given["administrator"])
    except Refused as refusal:
        form.add_error("email", refusal.message)
        return _list(request, everybody, form, status=422)
    sent = bool(made.email) and inviting.mail_link(made.email, secret)
    return _list(request, everybody, InviteForm(), made=made, link=inviting.link(secret), sent=sent)


@access.login
@require_POST
def withdraw(request: HtmxHttpRequest) -> HttpResponse:
    known = access.invitations_for_write(request.user)
    for invitation in known.filter(pk=pk_of(request.POST.get("invitation", ""))):
        inviting.withdraw(person(request), invitation)
    return redirect("maturity:people")


@access.login
@never_cache
@require_GET
def account(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    return _page(request, access.account_for_write(request.user, pk))


@access.login
@never_cache
@require_POST
def way_back(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    """A link into the account, shown by this answer and never again."""
    found = access.account_for_write(request.user, pk)
    _made, secret = inviting.way_back(person(request), found)
    return _page(request, found, link=inviting.link(secret))


ACTS: dict[str, Callable[[User, User], None]] = {
    "deactivate": standing.deactivate,
    "reactivate": standing.reactivate,
    "make": standing.make_administrator,
    "unmake": standing.unmake_administrator,
    "reset": standing.reset_second_factor,
}


@access.login
@require_POST
def change_account(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    """One of `ACTS`, named by the button."""
    found = access.account_for_write(request.user, pk)
    act = ACTS.get(request.POST.get("act", ""))
    try:
        if act is not None:
            act(person(request), found)
    except Refused as refusal:
        messages.warning(request, refusal.message)
    return redirect("maturity:account", pk)


def _list(
    request: HtmxHttpRequest, everybody: QuerySet[User], form: InviteForm, status: int = 200, **made: object
) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:100]
    links = access.invitations_for_write(request.user).open(timezone.now())
    wanted = Q()
    for name in ("username", "first_name", "last_name", "email"):
        wanted |= Q((f"{name}__icontains", query))
    context = {
        "people": _told(everybody.filter(wanted) if query else everybody)[:SHOWN], "q": query, "form": form,
        "invitations": links.select_related("user").order_by("expires_at")[:SHOWN],
        "mail": settings.RUNGS_EMAIL, **made,
    }  # fmt: skip
    return render(request, "maturity/people.html", context, status=status)


def _told(people: QuerySet[User]) -> QuerySet[User]:
    """With what the list says of each, in one query and one for the roles."""
    sessions = UserSession.objects.filter(user=OuterRef("pk")).order_by().values("user")
    last = sessions.annotate(last=Max("last_seen_at")).values("last")
    roles = Membership.objects.select_related("team").order_by("team__name", "source")
    return (
        people.annotate(
            last_seen=Coalesce(Subquery(last), "last_login"),
            second_factor=second_factor(),
            by_provider=Exists(SocialAccount.objects.filter(user=OuterRef("pk"))),
        )
        .prefetch_related(Prefetch("memberships", roles))
        .order_by("-is_active", "username")
    )


def _page(request: HtmxHttpRequest, found: User, **more: object) -> HttpResponse:
    told = _told(User.objects.filter(pk=found.pk)).get()
    context = {
        "one": told, "me": told.pk == person(request).pk,
        "addresses": EmailAddress.objects.filter(user=told),
        "sessions": UserSession.objects.filter(user=told).order_by("-last_seen_at")[:20],
        "tokens": access.tokens_made_by(request.user, told).select_related("repository", "team")[:SHOWN],
        "password": told.has_usable_password(), **more,
    }  # fmt: skip
    return render(request, "maturity/account.html", context)
