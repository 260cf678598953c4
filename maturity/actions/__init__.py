"""Everything that changes more than one row, leaves an Event, or calls outside."""

from __future__ import annotations

from maturity.actions.errors import Refused
from maturity.actions.notifications import deliver_events
from maturity.actions.planning import cancel_run, check, request_all, request_check
from maturity.actions.recording import record_assessment
from maturity.actions.repositories import check_repository, connect_repository, forget_repository
from maturity.actions.scanning import request_scan, scan
from maturity.actions.schedules import set_mode, set_schedule
from maturity.actions.ticking import tick
from maturity.actions.tidying import tidy
from maturity.actions.tokens import create_token, revoke_token
from maturity.adapters.git import Probe

__all__ = [
    "Probe",
    "Refused",
    "cancel_run",
    "check",
    "check_repository",
    "connect_repository",
    "create_token",
    "deliver_events",
    "forget_repository",
    "record_assessment",
    "request_all",
    "request_check",
    "request_scan",
    "revoke_token",
    "scan",
    "set_mode",
    "set_schedule",
    "tick",
    "tidy",
]
