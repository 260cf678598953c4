"""What the pages about channels call things."""

from __future__ import annotations

from django import template

from maturity.actions import notifications
from maturity.models import Event
from maturity.words.events import said

register = template.Library()


@register.filter
def channel_kind(kind: str) -> str:
    """The name of a kind of channel; the kind itself when Rungs does not know it any more."""
    known = notifications.kinds().get(kind)
    return str(known.label) if known else kind


@register.filter
def event_words(event: Event) -> str:
    return str(said(event).word)
