"""What is added by one new file, in this app or in one that stands on it."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from maturity.core import registry


def members(folder: str, attribute: str) -> list[Any]:
    """What each file of `<app>.<folder>` offers under this name, app by app; see `registry.load`."""
    found: list[Any] = []
    for app in apps.get_app_configs():
        if app.module is not None and module_has_submodule(app.module, folder):
            found += registry.load(f"{app.name}.{folder}", attribute)
    return found
