"""Checklist templates: which list an application has, and how the parts of it change."""

from __future__ import annotations

from releases.actions.templates.applying import checklist_for, parent_of, soak_hours, template_of
from releases.actions.templates.changing import remove_template, save_version

__all__ = [
    "checklist_for",
    "parent_of",
    "remove_template",
    "save_version",
    "soak_hours",
    "template_of",
]
