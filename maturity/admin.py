"""Rows as they are, to look at. People are the only ones changed here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from maturity.models import Event, Repository, Run, Schedule, User

admin.site.register(User, UserAdmin)


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
