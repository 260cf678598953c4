"""A step that uses something: a public action, a container, a linter of linters, a hook runner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import structs

from maturity.core import known
from maturity.core.files import Files
from maturity.core.known._row import words_of
from maturity.core.linking.done import Done, Frame
from maturity.core.linking.guess import might
from maturity.core.linking.images import deeds_in_image
from maturity.core.linking.places import inside
from maturity.core.linking.reached import Reached
from maturity.core.linking.relevant import has_files_for
from maturity.core.linking.settings import is_left_out, mega_linter_keys
from maturity.core.linking.walk import Walk
from maturity.core.pipeline import Act, Delegated, Shell
from maturity.core.readers.pull_request_comment import PullRequestComment
from maturity.core.syntax.shell import commands
from maturity.core.tools._deed import Deed, Needs

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_HOOK_RUNNERS = frozenset(
    {"pre-commit/action", "clowdhaus/terraform-composite-actions/pre-commit", "cloudposse/pre-commit"}
)
_MEGA_LINTER = re.compile(r"(?:^|/)mega-?linter")
_SUPER_LINTER = re.compile(r"super-linter")
_INFRASTRUCTURE = re.compile(
    r"(?<![a-z])(?:terraform|tofu|opentofu|terragrunt|tf|pulumi|cdk|cdktf|cloudformation|cfn|bicep|ansible|helm|helmfile|kube|k8s"
    r"|kubernetes|argocd|flux|infra|infrastructure|iac|checkov|tfsec|tflint|trivy|kics|terrascan|conftest|opa|kyverno|drift"
    r"|atmos|terramate|spacelift|env0|atlantis)(?![a-z])",
    re.IGNORECASE,
)
_SETS_UP = re.compile(
    r"(?<![a-z])(?:setup|install|installer|login|auth|cache|checkout|version|docs|release|label|labeler|bump|update|updater|upgrade|renovate|dependabot)(?![a-z])"
)
_REQUIRED = re.compile(
    r"(?:require|import)\s{0,3}\(\s{0,3}[\"'`](?:\$\{[^}]{1,80}\})?([^\"'`$]{1,200})[\"'`]"
)


def done_by(reached: Reached, frame: Frame, walk: Walk, files: Files) -> Iterator[Done | Delegated]:
    """What the step's `uses` does; a name that suggests infrastructure and is not known is `Delegated`."""
    uses = reached.step.uses
    name = uses.partition("@")[0].lower()
    if name in _HOOK_RUNNERS:
        yield from walk.run(
            _script(frame, f"pre-commit run {reached.inputs.get('extra_args') or '--all-files'}")
        )
    elif _MEGA_LINTER.search(name):
        yield from _mega_linter(reached, frame, files)
    elif uses.startswith(("docker://", "image:")) and not _SUPER_LINTER.search(name):
        yield from _in_container(reached, frame, walk)
    else:
        yield from _known(reached, frame, walk, files)


def _known(reached: Reached, frame: Frame, walk: Walk, files: Files) -> Iterator[Done | Delegated]:
    uses = reached.step.uses
    row = known.row_of(uses)
    if row is None:
        if suggests(uses):
            yield Delegated(
                ref=uses,
                at=reached.at,
                context=reached.context,
                events=reached.events,
                via=reached.via,
                might=might(uses),
                inputs=reached.inputs,
            )
        return
    for text in (value for key, value in reached.inputs.items() if key.lower() in row.script):
        yield from walk.run(_script(frame, text))
    for deed in known.deeds_of(uses, reached.inputs, reached.env) or ():
        if is_left_out(deed, files):
            continue
        if deed.note != "super-linter" or has_files_for(deed.tool, files):
            yield _done(deed, reached, frame)
    if row.tool == "github-script":
        yield from _required(reached, frame, files)


def _in_container(reached: Reached, frame: Frame, walk: Walk) -> Iterator[Done]:
    """`docker://image` with `args`, or a container whose arguments are the step's script."""
    given = reached.inputs.get("args", "")
    entry = reached.inputs.get("entrypoint", "")
    image = reached.step.uses.removeprefix("image:")
    if given or entry or not reached.run:
        for deed in deeds_in_image(image, (*words_of(entry), *words_of(given))):
            yield _done(deed, reached, frame)
        return
    found = list(walk.run(_script(frame, reached.run)))
    yield from found
    if not found:
        for deed in deeds_in_image(image, words_of(reached.run)):
            yield _done(deed, reached, frame)


def _mega_linter(reached: Reached, frame: Frame, files: Files) -> Iterator[Done]:
    """The linters its settings leave on, of those that have something to look at."""
    for one in mega_linter_keys(reached.env, files):
        for deed in known.deeds_of(f"megalinter:{one.key}", {}) or []:
            if has_files_for(deed.tool, files):
                done = _done(structs.replace(deed, soft=one.soft), reached, frame)
                yield structs.replace(done, at=one.at, via=(*done.via, done.at)) if one.at else done


def _required(reached: Reached, frame: Frame, files: Files) -> Iterator[Done]:
    """A program of the repository that the step's JavaScript loads and that posts on the pull request."""
    script = next((value for key, value in reached.inputs.items() if key.lower() == "script"), "")
    for found in list(_REQUIRED.finditer(script[:20_000]))[:5]:
        path = inside("", found[1].lstrip("./"))
        for candidate in (path, f"{path}.js", f"{path}/index.js"):
            if candidate and files.has(candidate) and files.get(candidate, PullRequestComment):
                deed = Deed(act=Act.PLAN_COMMENT, tool="github-script", needs=Needs.PLAN, note=candidate)
                yield _done(deed, reached, frame)


def suggests(uses: str) -> bool:
    """Whether an unknown name speaks of infrastructure, and not only of setting it up."""
    name = _CAMEL.sub("-", uses.partition("@")[0])
    owner, _, rest = name.partition("/")
    text = (rest or owner).lower()
    return _INFRASTRUCTURE.search(text) is not None and _SETS_UP.search(text) is None


def _script(frame: Frame, text: str) -> Frame:
    return Frame(
        path=frame.path,
        line=frame.line,
        cwd=frame.cwd,
        shell=Shell.ERREXIT,
        events=frame.events,
        values=frame.values,
        via=frame.via,
        soft=frame.soft,
        certain=frame.certain,
        script=tuple(commands(text)),
    )


def _done(deed: Deed, reached: Reached, frame: Frame) -> Done:
    events = reached.events & deed.events if deed.events else reached.events
    return Done(
        deed=deed,
        at=reached.at,
        directory=inside(frame.cwd, deed.directory),
        events=events,
        via=reached.via,
        certain=reached.certain and deed.certain,
        soft=reached.soft or deed.soft,
        words=(reached.step.uses.partition("@")[0], *deed.flags),
    )
