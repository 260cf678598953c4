"""What charts of metrics write at their axes."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def moment(at: datetime) -> str:
    """ "11-23 09:12" in the zone of the person who asks: an axis has no room for more."""
    return timezone.localtime(at).strftime("%m-%d %H:%M")
