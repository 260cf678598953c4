"""Logins for hosts, given by an administrator on a page. Nobody reads one again: it is replaced."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import Struct

from maturity.actions.errors import Refused
from maturity.adapters import credentials, git
from maturity.adapters.address import PORTS, Policy, check, check_service
from maturity.adapters.credentials import App, Login
from maturity.adapters.errors import AdapterError
from maturity.adapters.git.remote import host_of
from maturity.adapters.identity import Identity, ask_who, no_api
from maturity.models import Event, Host, HostLogin, LoginKind, Repository, User
from maturity.models.logins import owners_of
from maturity.models.sealed import Unreadable

ANY_USER = "git"  # hosts that take a token do not ask whose it is
LOOKED_THROUGH = 500


class WantedLogin(Struct, frozen=True, kw_only=True):
    """A login as an administrator gives it. See `HostLogin` for what the fields mean."""

    host: str = ""
    owner: str = ""
    kind: str = LoginKind.TOKEN
    user: str = ""
    secret: str
    app_id: str = ""


def stored_login(host: str, path: str) -> Login | App | None:
    """What adapters ask for a login. AdapterError when its key is gone."""
    row = HostLogin.objects.fitting(host, path)
    return _opened(row) if row else None


def environment_logins() -> list[tuple[str, str]]:
    """Hosts and users of those the environment gives. What they sign in with stays there."""
    return sorted((host, login.user) for host, login in dict(credentials.of_environment()).items())


def _opened(row: HostLogin) -> Login | App:
    try:
        secret = row.secret
    except Unreadable:
        raise credentials.sealed_away(str(row)) from None
    if row.kind == LoginKind.GITHUB_APP:
        return App(row.app_id, secret, row.installation, row.user)
    return Login(row.user or ANY_USER, secret)


def save_login(by: User, login: HostLogin | None, wanted: WantedLogin) -> HostLogin:
    """Add one, or replace what is there: the host and the owner of a login stay what they are."""
    row = login or HostLogin(host=_host(wanted.host), owner=wanted.owner.strip("/").lower())
    if wanted.kind == LoginKind.GITHUB_APP:
        _check_app(wanted)
    row.kind, row.secret, row.app_id = wanted.kind, wanted.secret, wanted.app_id
    row.user = wanted.user if wanted.kind == LoginKind.TOKEN else ""
    row.installation, row.error, row.checked_at = "", "", None
    row.created_by, row.created_at = by, timezone.now()
    try:
        with transaction.atomic():
            row.save()
            _tell(by, "login.replaced" if login else "login.added", row)
    except IntegrityError:
        raise Refused(_("There is a login for %(login)s already: replace it.") % {"login": row}) from None
    return row


def remove_login(by: User, login: HostLogin) -> None:
    """A login for a wider owner, or of the environment, takes its place where there is one."""
    with transaction.atomic():
        _tell(by, "login.removed", login)
        login.delete()


def check_login(login: HostLogin) -> Identity | None:
    """Whom the host takes it for; None when it refuses: `login.error` says why. Takes seconds at most."""
    found: Identity | None = None
    try:
        found = _ask(login)
        login.error = ""
        if login.kind == LoginKind.GITHUB_APP:
            login.user, login.installation = found.name, found.installation
    except AdapterError as error:
        login.error = error.message[:2000]
    login.checked_at = timezone.now()
    login.save(update_fields=["user", "installation", "error", "checked_at"])
    return found


def _ask(login: HostLogin) -> Identity:
    policy, near = Policy.of_settings(), repository_near(login)
    address = check(near.url, policy) if near else check_service(f"https://{login.host}", policy)
    kind = near.host if near else host_of(login.host)
    opened = _opened(login)
    if isinstance(opened, App):  # found anew: whoever installs it again is given another number
        opened, kind = App(opened.app_id, opened.key), Host.GITHUB
    if kind in (Host.GITHUB, Host.GITLAB):
        return ask_who(opened, kind, address, login.owner.partition("/")[0])
    if near is None:
        raise no_api(login.host)
    git.probe(near.url, policy)
    return Identity(login.user)


def repository_near(login: HostLogin) -> Repository | None:
    """A connected one this very login is used for."""
    others = set(HostLogin.objects.filter(host=login.host).values_list("owner", flat=True))
    shown = Repository.objects.shown().filter(url__icontains=f"//{login.host}").order_by("-pk")
    for one in shown[:LOOKED_THROUGH]:
        parts = urlsplit(one.url)
        fitting = [owner for owner in owners_of(parts.path.removesuffix(".git")) if owner in others]
        if parts.hostname == login.host and fitting and fitting[-1] == login.owner:
            return one
    return None


def _host(typed: str) -> str:
    try:
        found = check_service(f"https://{typed.strip().lower()}", Policy.of_settings())
    except AdapterError as error:
        raise Refused(error.message) from error
    if found.path or found.port != PORTS["https"]:
        raise Refused(_("Give the name of the host alone, such as github.com."))
    return found.host


def _check_app(wanted: WantedLogin) -> None:
    from maturity.adapters import github_app  # it loads what few need

    try:
        github_app.check_key(wanted.secret)
    except AdapterError as error:
        raise Refused(error.message) from error
    if not (wanted.app_id.isascii() and wanted.app_id.isdigit()):
        raise Refused(_("The id of a GitHub App is a number: it is on the app's page."))


def _tell(by: User, kind: str, login: HostLogin) -> None:
    data = {"kind": login.kind, "app_id": login.app_id}
    if login.kind == LoginKind.TOKEN:
        data["user"] = login.user
    Event.objects.create(kind=kind, actor=by, subject=str(login), data=data, at=timezone.now())
