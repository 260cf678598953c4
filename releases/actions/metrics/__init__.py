"""What metrics say: read when somebody asks, kept by the clock, sent by CI."""

from __future__ import annotations

from releases.actions.metrics.collecting import collect, due_metrics
from releases.actions.metrics.keeping import forget_old
from releases.actions.metrics.known import known
from releases.actions.metrics.live import read_live, sources, tried
from releases.actions.metrics.pushing import take_points

__all__ = ["collect", "due_metrics", "forget_old", "known", "read_live", "sources", "take_points", "tried"]
