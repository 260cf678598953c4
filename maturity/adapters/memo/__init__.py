"""What scans remember on this machine: caches, whatever goes wrong with them costs time and never a scan.

They stay on local disk with PostgreSQL too, because thousands of look-ups over a network would
cost more than reading the files again.
"""

from __future__ import annotations

from maturity.adapters.memo.contents import BlobMemo
from maturity.adapters.memo.repository import RepositoryMemo

__all__ = ["BlobMemo", "RepositoryMemo"]
