"""Tools that keep no state file of their own."""

from __future__ import annotations

from maturity.core.facts.stack import CLUSTER_TOOLS

# "": scripts, where nothing is declared
STATELESS = CLUSTER_TOOLS | {"ansible", "packer", ""}
