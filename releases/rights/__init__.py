"""What roles of AWS need for releases: see `maturity.rights`."""

from __future__ import annotations
