"""A flagd file (OpenFeature) in the application's repository."""

from __future__ import annotations

from maturity.adapters.errors import AdapterError
from releases.adapters.flags._port import Place, Seen, Target, files_of, path_wrong
from releases.core.flags import flagd, names, values


def read(target: Target) -> list[Seen]:
    found: list[Seen] = []
    for path, data in files_of(target).items():
        try:
            every = flagd.read(path, data)
        except ValueError as error:
            raise AdapterError(f"{path}: {error}", permanent=True) from None
        found += [
            Seen(
                key=one.key, value=values.shown(one.key, one.value), note=one.note,
                place=f"{path}:{one.line}"[:500],
            )
            for one in every if names.is_key(one.key)
        ]  # fmt: skip
    return found


PLACE = Place(
    kind="flagd",
    title="A flagd file",
    hint="A file of flag definitions in the repository, JSON or YAML.",
    sample="flags/prod.flagd.json",
    needs_aws=False,
    wrong=path_wrong,
    read=read,
)
