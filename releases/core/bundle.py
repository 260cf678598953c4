"""An evidence bundle: a zip that is the same, byte for byte, whenever the same is in it."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping

# The first moment a zip can name: when it was packed is no part of the evidence.
EPOCH = (1980, 1, 1, 0, 0, 0)


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files, and SHA256SUMS of them as `sha256sum --check` reads it."""
    sums = "".join(f"{digest(files[name])}  {name}\n" for name in sorted(files))
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in [*sorted(files.items()), ("SHA256SUMS", sums.encode())]:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, body)
    return written.getvalue()


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
