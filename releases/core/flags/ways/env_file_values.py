"""Values that files of `NAME=value` lines give to flags: `.env.production`, `config/stage.env`."""

from __future__ import annotations

from maturity.core.paths import is_sample
from maturity.core.readers import env_file
from releases.core.flags import Found, Valued, Way, names, values


def wants(path: str) -> bool:
    name = path.rpartition("/")[2]
    sample = is_sample(path) or "example" in name or "sample" in name
    return env_file.wants(path) and not sample


def read(path: str, data: bytes) -> Found:
    found = env_file.read(path, data)
    if found is None:
        return Found()
    lines = {name: n for n, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1)
             for name in [line.strip().removeprefix("export ").partition("=")[0].strip()]}  # fmt: skip
    return Found(valued=tuple(
        Valued(
            key=key, path=path, line=lines.get(key, 1),
            value=None if "$" in text else values.shown(key, values.meant(text)),
            note="computed" if "$" in text else "",
        )
        for key, text in found.values.items() if names.is_variable(key)
    ))  # fmt: skip


WAY = Way(name="env_file_values", wants=wants, words=names.WORDS, read=read)
