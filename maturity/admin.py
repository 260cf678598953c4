"""Rows as they are, to look at. They are changed on the pages, which leave Events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from maturity.models import Event, Repository, Run, Schedule, User

# allauth's would let a provider, a second factor or a verified address be made by hand.
for model in (EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, UserSession, Group):
    admin.site.unregister(model)


if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = admin.ModelAdmin  # carries its type only for the type checker


class LookOnly(Base):
    """Changing these rows by hand would leave no Event."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdminPage(LookOnly):
    list_display = ("username", "email", "is_active", "is_superuser", "admin_by", "last_login")
    search_fields = ("username", "email")
    exclude = ("password",)


@admin.register(Repository)
class RepositoryAdmin(LookOnly):
    list_display = ("name", "team", "level", "kind", "last_scanned_at", "scan_error")
    list_filter = ("level", "kind", "archived")
    search_fields = ("name", "team", "url")


@admin.register(Run)
class RunAdmin(LookOnly):
    list_display = ("repository", "kind", "state", "requested_at", "finished_at", "attempt", "error")
    list_filter = ("state",)
    list_select_related = ("repository",)


@admin.register(Schedule)
class ScheduleAdmin(LookOnly):
    list_display = ("repository", "kind", "every", "next_run_at", "enabled")
    list_select_related = ("repository",)


@admin.register(Event)
class EventAdmin(LookOnly):
    list_display = ("at", "kind", "subject", "actor")
    list_filter = ("kind",)
    date_hierarchy = "at"
