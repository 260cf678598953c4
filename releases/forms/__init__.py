"""What people may type and ask for about releases."""

from __future__ import annotations
