"""What gates look at: one noun a file, plain and without a source. `actions/gathering` fills them."""

from __future__ import annotations
