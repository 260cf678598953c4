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

from maturity.models import (
    ApiToken,
    Channel,
    Connection,
    Event,
    GroupGrant,
    HostLogin,
    Import,
    Membership,
    NoiseRule,
    Notification,
    Organisation,
    Pulse,
    Repository,
    Route,
    Run,
    Schedule,
    Team,
    User,
)
from maturity.models.sealed import SealedField

# allauth's would let a provider, a second factor or a verified address be made by hand.
for model in (EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, UserSession, Group):
    admin.site.unregister(model)


if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = admin.ModelAdmin  # carries its type only for the type checker


class LookOnly(Base):
    """Changing these rows by hand would leave no Event. What is sealed is not shown."""

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:
        sealed = [field.name for field in self.model._meta.fields if isinstance(field, SealedField)]
        return [*(super().get_exclude(request, obj) or ()), *sealed]

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
    search_fields = ("name", "team__name", "url")


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


@admin.register(ApiToken)
class ApiTokenAdmin(LookOnly):
    list_display = ("name", "hint", "repository", "team", "expires_at", "revoked_at", "last_used_at")
    list_select_related = ("repository", "team")
    exclude = ("digest",)


@admin.register(Channel)
class ChannelAdmin(LookOnly):
    list_display = ("name", "kind", "team", "enabled", "error")
    list_select_related = ("team",)
    exclude = ("given",)


@admin.register(Notification)
class NotificationAdmin(LookOnly):
    list_display = ("channel", "key", "state", "attempts", "sent_at", "error")
    list_filter = ("state",)
    list_select_related = ("channel",)
    exclude = ("events",)


@admin.register(Membership)
class MembershipAdmin(LookOnly):
    list_display = ("user", "team", "role", "source")
    list_select_related = ("user", "team")


for row in (Connection, GroupGrant, HostLogin, Import, NoiseRule, Organisation, Pulse, Route, Team):
    admin.site.register(row, LookOnly)
