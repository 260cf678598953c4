"""From the bytes of a workflow file to its shape."""

from __future__ import annotations

import re

from maturity.core.ci.github_actions.events import triggers
from maturity.core.ci.github_actions.read_matrix import read_matrix
from maturity.core.ci.github_actions.shape import GitHubJob, GitHubWorkflow, On
from maturity.core.readers._github_steps import read_steps, soft, texts
from maturity.core.syntax import yaml
from maturity.core.syntax.yaml import Mapping, Node, Scalar

MAX_JOBS = 256
_PLACE = re.compile(r"\.github/workflows/[^/]+\.ya?ml")
_TESTED = re.compile(
    r"refs/heads/([\w./-]{1,80})'|(?:ref_name|base_ref|base\.ref|head_branch)\s{0,3}[!=]=\s{0,3}'([\w./-]{1,80})'"
)


def wants(path: str) -> bool:
    """GitHub reads this one folder, not what lies below it."""
    return path.startswith(".github/workflows/") and _PLACE.fullmatch(path) is not None


def read(path: str, content: bytes) -> GitHubWorkflow | None:
    nodes = yaml.documents(content)
    if not nodes:
        return None
    top = nodes[0]
    if not isinstance(top, Mapping):
        raise ValueError("The workflow is not a mapping.")
    on = _on(top)
    defaults = yaml.mapping(yaml.mapping(top.get("defaults")).get("run"))
    call = yaml.mapping(yaml.mapping(yaml.mapping(top.get("on")).get("workflow_call")).get("inputs"))
    serial, cancel = _concurrency(top.get("concurrency"))
    jobs = yaml.mapping(top.get("jobs"))
    written = [(name, job) for name, job in jobs.items() if isinstance(job, Mapping)]
    return GitHubWorkflow(
        system="github-actions",
        name=yaml.text(top.get("name")),
        on=on,
        triggers=triggers(on),
        jobs=tuple(_job(name, jobs.key_lines[name], job, defaults) for name, job in written[:MAX_JOBS]),
        inputs={name: yaml.text(yaml.mapping(one).get("default")) for name, one in call.items()},
        types={name: yaml.text(yaml.mapping(one).get("type"), "string") for name, one in call.items()},
        env=texts(top.get("env")),
        serial=serial,
        cancels=cancel == "true",
        cancel=cancel,
        permissions=_permissions(top.get("permissions")),
        tested=_tested(content),
    )


def _on(top: Mapping) -> tuple[On, ...]:
    node = top.get("on")
    if isinstance(node, Mapping):
        found: list[On] = []
        for name, details in node.items():
            found += _entry(name, node.key_lines[name], details)
        return tuple(found)
    return tuple(
        On(name=str(item), line=item.line) for item in yaml.items(node) if isinstance(item, Scalar) and item
    )


def _entry(name: str, line: int, details: Node) -> list[On]:
    if name == "schedule":
        crons = [item for item in yaml.items(details) if isinstance(item, Mapping) and "cron" in item]
        return [On(name=name, line=one.line, cron=yaml.text(one["cron"])) for one in crons]
    given = yaml.mapping(details)

    def patterns(key: str) -> tuple[str, ...] | None:
        return tuple(yaml.strings(given[key])) if key in given else None

    return [
        On(
            name=name, line=line,
            branches=patterns("branches"), branches_ignore=patterns("branches-ignore"),
            tags=patterns("tags"), tags_ignore=patterns("tags-ignore"),
            paths=patterns("paths"), paths_ignore=patterns("paths-ignore"),
            types=tuple(yaml.strings(given.get("types"))),
            workflows=tuple(yaml.strings(given.get("workflows"))),
        )
    ]  # fmt: skip


def _job(name: str, line: int, job: Mapping, outer: Mapping) -> GitHubJob:
    inner = yaml.mapping(yaml.mapping(job.get("defaults")).get("run"))
    shell = yaml.text(inner.get("shell")) or yaml.text(outer.get("shell"))
    cwd = yaml.text(inner.get("working-directory")) or yaml.text(outer.get("working-directory"))
    serial, cancel = _concurrency(job.get("concurrency"))
    spec = read_matrix(yaml.mapping(job.get("strategy")).get("matrix"))
    environment = _name(job.get("environment"), "name")
    return GitHubJob(
        id=name,
        line=line,
        name=yaml.text(job.get("name")),
        steps=read_steps(job.get("steps"), shell or _runner_shell(job.get("runs-on")), cwd),
        uses=yaml.text(job.get("uses")).strip(),
        inputs=texts(job.get("with")),
        needs=tuple(yaml.strings(job.get("needs"))),
        env=texts(job.get("env")),
        condition=yaml.text(job.get("if")),
        soft=soft(job.get("continue-on-error")),
        environment=environment,
        gate=f"environment: {environment}" if environment else "",
        serial=serial,
        cancels=cancel == "true",
        cancel=cancel,
        spec=spec,
        matrix={axis: tuple(value.get(axis, "") for value in values) for axis, values in spec.axes.items()}
        if spec
        else {},
        permissions=_permissions(job.get("permissions")),
        image=_name(job.get("container"), "image"),
    )


def _name(node: Node | None, key: str) -> str:
    return yaml.text(node.get(key)) if isinstance(node, Mapping) else yaml.text(node)


def _concurrency(node: Node | None) -> tuple[str, str]:
    if isinstance(node, Mapping):
        return yaml.text(node.get("group")), yaml.text(node.get("cancel-in-progress")).strip()
    return yaml.text(node), ""


def _permissions(node: Node | None) -> dict[str, str]:
    return texts(node) if isinstance(node, Mapping) else ({"*": yaml.text(node)} if yaml.text(node) else {})


def _runner_shell(node: Node | None) -> str:
    return "pwsh" if any("windows" in label.lower() for label in yaml.strings(node)) else ""


def _tested(content: bytes) -> tuple[str, ...]:
    found = _TESTED.findall(content.decode("utf-8", "replace"))
    return tuple(sorted({one or other for one, other in found}))[:32]
