"""The chain over the Events: adding links, and proving that all still hold."""

from __future__ import annotations

from maturity.actions.chain.anchoring import anchor
from maturity.actions.chain.sealing import seal, sweep
from maturity.actions.chain.verifying import Report, verify

__all__ = ["Report", "anchor", "seal", "sweep", "verify"]
