"""AWS CodeBuild: `buildspec.yml`; the webhook or pipeline that starts it lies outside the file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maturity.core.ci._codebuild_started import started
from maturity.core.ci._jobs import literals, reach_declared, run_steps, server_side
from maturity.core.ci._script import commands_in, folder_after, joined
from maturity.core.ci._tree import first_mapping
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.linking.reached import Reached
from maturity.core.paths import is_sample
from maturity.core.pipeline import Delegated, Job, Step, Workflow
from maturity.core.reader import YAML, Reader
from maturity.core.syntax.yaml import Mapping, mapping

SYSTEM = "codebuild"
SERVER_SIDE = "started by a webhook or a CodePipeline that is set up elsewhere"
_NAMED = re.compile(
    r"(?:^|/)[^/]*build-?spec[^/]*\.ya?ml$|(?:^|/)build-?specs?/(?:[^/]+/)*[^/]+\.ya?ml$", re.IGNORECASE
)
_PHASES = ("install", "pre_build", "build", "post_build")


class BuildSpec(Workflow, frozen=True, kw_only=True):
    pass


def read(path: str, data: bytes) -> BuildSpec | None:
    body = first_mapping(data)
    if body is None or not isinstance(body.get("phases"), Mapping):
        return None
    line = body.key_lines["phases"]
    job = Job(id="build", line=line, steps=tuple(_steps(mapping(body["phases"]))))
    return BuildSpec(
        system=SYSTEM,
        jobs=(job,),
        triggers=server_side(line, SERVER_SIDE),
        env=literals(mapping(body.get("env")).get("variables")),
    )


reader = Reader("codebuild", 1, BuildSpec, lambda path: _NAMED.search(path) is not None, read, ends=YAML)


def reach(
    path: str, workflow: BuildSpec, files: Files, here: RepositoryName | None = None
) -> Iterator[Reached | Delegated]:
    """Under the events of webhooks and pipelines declared in this repository; without any, only perhaps."""
    if not is_sample(path):
        yield from reach_declared(path, workflow, files, list(started(path, files)))


def _steps(phases: Mapping) -> Iterator[Step]:
    """All phases share a shell, so a `cd` in one holds in the next."""
    cwd: str | None = ""
    for name in _PHASES:
        phase = mapping(phases.get(name))
        scripts = joined(commands_in(phase.get("commands")), cwd)
        soft = "on-failure: CONTINUE" if str(phase.get("on-failure", "")).upper() == "CONTINUE" else ""
        yield from run_steps(scripts, name=name, soft=soft)
        if scripts:
            cwd = folder_after(scripts[-1].text, scripts[-1].cwd)
        yield from run_steps(joined(commands_in(phase.get("finally")), cwd), name=name, soft="finally")
