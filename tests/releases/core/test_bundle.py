"""A bundle is the same whenever the same is in it."""

from __future__ import annotations

import io
import zipfile

from releases.core.bundle import digest, packed

FILES = {"b.txt": b"two", "a.txt": b"one"}


def test_the_same_files_make_the_same_bytes_whatever_their_order():
    assert packed(FILES) == packed(dict(sorted(FILES.items())))
    assert packed(FILES) != packed({**FILES, "a.txt": b"other"})


def test_it_holds_the_files_and_their_sums_as_sha256sum_reads_them():
    with zipfile.ZipFile(io.BytesIO(packed(FILES))) as archive:
        assert archive.namelist() == ["a.txt", "b.txt", "SHA256SUMS"]
        assert archive.read("a.txt") == b"one"
        expected = f"{digest(b'one')}  a.txt\n{digest(b'two')}  b.txt\n"
        assert archive.read("SHA256SUMS").decode() == expected
