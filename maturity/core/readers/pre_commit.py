"""pre-commit (and prek) configuration: which hooks, with which arguments, at which stage."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from maturity.core.reader import YAML, Reader
from maturity.core.syntax import yaml

_NAMES = frozenset({".pre-commit-config.yaml", ".pre-commit-config.yml", "prek.yaml"})


class Hook(Struct, frozen=True, omit_defaults=True):
    """One hook. `repo` as written, "local" for the repository's own; `entry` only where it is given here.

    stages    when it runs; () = at every commit
    """

    id: str
    line: int
    repo: str = ""
    rev: str = ""
    entry: str = ""
    language: str = ""
    args: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    files: str = ""
    exclude: str = ""
    always_run: bool = False
    pass_filenames: bool = True


class PreCommit(Struct, frozen=True, omit_defaults=True):
    """`has_ci`: a `ci:` block for pre-commit.ci; `ci_skip`: the hooks it leaves out."""

    hooks: tuple[Hook, ...] = ()
    has_ci: bool = False
    ci_skip: tuple[str, ...] = ()
    ci_line: int = 0
    fail_fast: bool = False


def _wants(path: str) -> bool:
    return path.rpartition("/")[2] in _NAMES


def _read(_path: str, data: bytes) -> PreCommit:
    documents = yaml.documents(data)
    top = yaml.mapping(documents[0] if documents else None)
    default = tuple(yaml.strings(top.get("default_stages")))
    hooks = [hook for repo in yaml.items(top.get("repos")) for hook in _hooks(yaml.mapping(repo), default)]
    ci = yaml.mapping(top.get("ci"))
    return PreCommit(
        tuple(hooks),
        "ci" in top,
        tuple(yaml.strings(ci.get("skip"))),
        top.key_lines.get("ci", 0),
        yaml.text(top.get("fail_fast")) == "true",
    )


def _hooks(repo: yaml.Mapping, default: tuple[str, ...]) -> Iterator[Hook]:
    for node in yaml.items(repo.get("hooks")):
        hook = yaml.mapping(node)
        if name := yaml.text(hook.get("id")):
            yield Hook(
                id=name,
                line=hook.line,
                repo=yaml.text(repo.get("repo")),
                rev=yaml.text(repo.get("rev")),
                entry=yaml.text(hook.get("entry")),
                language=yaml.text(hook.get("language")),
                args=tuple(yaml.strings(hook.get("args"))),
                stages=tuple(yaml.strings(hook.get("stages"))) or default,
                files=yaml.text(hook.get("files")),
                exclude=yaml.text(hook.get("exclude")),
                always_run=yaml.text(hook.get("always_run")) == "true",
                pass_filenames=yaml.text(hook.get("pass_filenames")) != "false",
            )


reader = Reader("pre_commit", 1, PreCommit, _wants, _read, ends=YAML)
