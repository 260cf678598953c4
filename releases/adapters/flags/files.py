"""Files of the repository that set variables: .env, Compose, ECS task definitions, Terraform."""

from __future__ import annotations

from msgspec.structs import replace

from maturity.adapters.errors import AdapterError
from releases.adapters.flags._port import Place, Seen, Target, files_of, path_wrong
from releases.core.flags import Valued, read_as


def read(target: Target) -> list[Seen]:
    """A person says of which environment they are, whatever their paths say."""
    found: dict[str, Valued] = {}
    for path, data in files_of(target).items():
        try:
            valued = read_as(path, data, target.environment)
        except ValueError as error:
            raise AdapterError(f"{path}: {error}", permanent=True) from None
        found |= {one.key: replace(one, path=path) for one in valued}
    return [
        Seen(key=one.key, value=one.value, note=one.note, place=f"{one.path}:{one.line}"[:500])
        for one in found.values()
    ]


PLACE = Place(
    kind="files",
    title="Files of the repository",
    hint="A file or a folder: .env files, Compose, Kubernetes, ECS task definitions, Terraform. FF_… counts.",
    sample="deploy/prod.env",
    needs_aws=False,
    wrong=path_wrong,
    read=read,
)
