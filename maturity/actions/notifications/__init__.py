"""Telling people what happened: who is told, that it arrives once, and what became of it."""

from __future__ import annotations

from maturity.actions.notifications.channels import (
    Wanted,
    add_channel,
    change_channel,
    kinds,
    remove_channel,
    switch_channel,
    try_channel,
)
from maturity.actions.notifications.fanout import deliver_events
from maturity.actions.notifications.letters import drop, forget_old, resend
from maturity.actions.notifications.requests import take_request
from maturity.actions.notifications.routes import remove_route, save_route
from maturity.actions.notifications.sending import due_channels, reap, send_waiting

__all__ = [
    "Wanted",
    "add_channel",
    "change_channel",
    "deliver_events",
    "drop",
    "due_channels",
    "forget_old",
    "kinds",
    "reap",
    "remove_channel",
    "remove_route",
    "resend",
    "save_route",
    "send_waiting",
    "switch_channel",
    "take_request",
    "try_channel",
]
