"""What is known of a service, for presets: nobody has to look it up in AWS."""

from __future__ import annotations

from releases.core.facts.service import Live
from releases.core.presets._preset import Known
from releases.core.progress import share_of


def known_of(cluster: str, name: str, live: Live | None) -> Known:
    """Of several target groups of its own, the one that gets the most traffic comes first."""
    own = [one for one in live.target_groups if not one.foreign] if live else []
    groups = sorted(own, key=lambda one: -(share_of(one, live) or 0.0) if live else 0.0)
    balancers = [one for one in live.balancers if one.startswith("app/")] if live else []
    return Known(
        cluster=cluster, service=name, load_balancer=balancers[0] if len(balancers) == 1 else "",
        target_group=groups[0].measured if groups else "",
        other_target_group=groups[1].measured if len(groups) == 2 else "",
    )  # fmt: skip
