"""Git repositories: checked, mirrored, and read as trees of files."""

from __future__ import annotations

from maturity.adapters.git.glance import names
from maturity.adapters.git.local import open_local
from maturity.adapters.git.mirror import Mirror
from maturity.adapters.git.objects import Commit
from maturity.adapters.git.opening import open_tree, probe
from maturity.adapters.git.remote import Probe
from maturity.adapters.git.tree import GitTree

__all__ = ["Commit", "GitTree", "Mirror", "Probe", "names", "open_local", "open_tree", "probe"]
