"""The names of the files of the newest commit, without fetching any of them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from maturity.adapters.address import Policy, check
from maturity.adapters.git.listing import list_files
from maturity.adapters.git.local import open_local
from maturity.adapters.git.remote import HEAD, Watch, failure, new_copy, remote_git

TIMEOUT = 15.0
MOST_MIB = 64


def names(url: str, policy: Policy) -> list[str]:
    """Raises AdapterError. A host that knows no filters sends the newest commit whole, up to a limit."""
    address = check(url, policy)
    if address.scheme == "file":
        with open_local(Path(address.path).expanduser().resolve()) as tree:
            return [entry.path for entry in tree.entries()]
    with tempfile.TemporaryDirectory(prefix="rungs-") as folder:
        git = new_copy(Path(folder))
        options = ("--depth=1", "--no-tags", "--no-write-fetch-head", "--progress", "--filter=blob:none")
        done = remote_git(Path(folder), address).run(
            "fetch", *options, "--", address.url, f"+HEAD:{HEAD}", timeout=TIMEOUT,
            on_error_text=Watch(None, MOST_MIB),
        )  # fmt: skip
        if done.code:
            raise failure(done, address)
        return [entry.path for entry in list_files(git, HEAD).entries]
