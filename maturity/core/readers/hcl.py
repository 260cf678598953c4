"""Terraform, OpenTofu, Terragrunt and Terramate files, in HCL or JSON.

Most resources are only counted: a repository has thousands, and only their number and
type matter. Those that tell how the repository is run are kept whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, field, structs

from maturity.core.reader import Reader
from maturity.core.readers._hcl_json import parse_json
from maturity.core.syntax.hcl import Attribute, Block, Body, heredoc, parse

SUFFIXES = (
    ".tf", ".tofu", ".hcl", ".tfvars", ".tfbackend", ".tf.json", ".tofu.json", ".tfvars.json",
    ".tftest.json", ".tofutest.json",
)  # fmt: skip
KEPT_RESOURCES = (
    "tfe_", "spacelift_", "env0_", "scalr_", "github_branch_protection", "github_repository_ruleset",
    "google_cloudbuild_trigger", "aws_autoscaling_group", "aws_codebuild_", "aws_codepipeline",
    "aws_codedeploy_", "aws_ecs_service",
    "aws_lb_target_group", "aws_alb_target_group", "aws_lb_listener", "aws_alb_listener", "aws_lambda_alias",
    "aws_appconfig_", "helm_release", "kubernetes_manifest", "kubectl_manifest", "argocd_", "flux_",
)  # fmt: skip
KEPT_DATA = ("terraform_remote_state", "tfe_outputs")
_PROTECTION = ("prevent_destroy", "deletion_protection")
_WHOLE_HEREDOC = 100_000
_PROSE = 40


class HclFile(Struct, frozen=True, omit_defaults=True):
    """Every block but `resource` and `data` (depth 3), the resources that matter, and a count of all by type.

    A resource of another type is among `blocks` only for its `deletion_protection` and
    `lifecycle { prevent_destroy }`, the only things kept of it. What a Terragrunt
    `generate` block writes is read too: its blocks are inside the `generate` block.

    first_resource    line of the first resource; 0 = none
    """

    blocks: tuple[Block, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    broken: bool = False
    resources: dict[str, int] = field(default_factory=dict)
    first_resource: int = 0

    def of(self, kind: str) -> Iterator[Block]:
        return (block for block in self.blocks if block.type == kind)


def _read(path: str, data: bytes) -> HclFile:
    if data.startswith(b"\0GITCRYPT"):
        raise ValueError("The file is encrypted with git-crypt.")
    if b"\0" in data[:1000]:
        raise ValueError("The file is not text.")
    if path.endswith(".json"):
        body = parse_json(data, variables=path.endswith(".tfvars.json"))
    else:
        body = _parse(data.decode("utf-8", "replace"))
    resources: dict[str, int] = {}
    first = 0
    for block in body.of("resource"):
        kind = block.labels[0] if block.labels else ""
        resources[kind] = resources.get(kind, 0) + 1
        first = first or block.line
    kept = tuple(_kept(body.blocks, drop_hashes=path.endswith(".terraform.lock.hcl")))
    return HclFile(kept, body.attributes, body.broken, resources, first)


def _parse(text: str) -> Body:
    body = parse(text, skim=_is_skimmed, words=_PROTECTION)
    if "generate" in text and "<<" in text and any(body.of("generate")):
        whole = {block.line: block for block in parse(text, 1, limit=_WHOLE_HEREDOC).of("generate")}
        blocks = (_generated(block, whole) if block.type == "generate" else block for block in body.blocks)
        return structs.replace(body, blocks=tuple(blocks))
    return body


def _is_skimmed(kind: str, labels: tuple[str, ...]) -> bool:
    if kind == "resource":
        return not (labels and labels[0].startswith(KEPT_RESOURCES))
    return kind == "data" and not (labels and labels[0] in KEPT_DATA)


def _kept(blocks: Iterable[Block], *, drop_hashes: bool) -> Iterator[Block]:
    for block in blocks:
        if block.type == "data" and _is_skimmed("data", block.labels):
            continue
        if block.type == "resource" and _is_skimmed("resource", block.labels):
            protection = _protection(block)
            if protection is not None:
                yield protection
        elif drop_hashes or block.type == "output" or block.attribute("description"):
            yield structs.replace(block, attributes=tuple(_kept_attributes(block, drop_hashes=drop_hashes)))
        else:
            yield block


def _kept_attributes(block: Block, *, drop_hashes: bool) -> Iterator[Attribute]:
    """Prose and outputs are kept by name: nobody asks more of them, and they are half of a module's text."""
    for attribute in block.attributes:
        if attribute.name == "description" or (block.type == "output" and attribute.name == "value"):
            yield Attribute(attribute.name, attribute.line, attribute.value[:_PROSE])
        elif not (drop_hashes and attribute.name == "hashes"):
            yield attribute


def _protection(block: Block) -> Block | None:
    if not block.attributes and not block.blocks:
        return None
    attributes = tuple(item for item in block.attributes if item.name == "deletion_protection")
    inner = tuple(
        structs.replace(part, attributes=tuple(a for a in part.attributes if a.name == "prevent_destroy"))
        for part in block.of("lifecycle")
        if part.attribute("prevent_destroy")
    )
    return Block("resource", block.labels, block.line, attributes, inner) if attributes or inner else None


def _generated(block: Block, whole: dict[int, Block]) -> Block:
    """What the generated file will contain counts as if it were written: often the backend is only there."""
    contents = whole[block.line].attribute("contents") if block.line in whole else None
    text = heredoc(contents.value) if contents is not None else None
    if contents is None or text is None:
        return block
    inner = (_moved(part, contents.line) for part in parse(text, 2).blocks)
    return structs.replace(block, blocks=(*block.blocks, *inner))


def _moved(block: Block, lines: int) -> Block:
    return Block(
        block.type,
        block.labels,
        block.line + lines,
        tuple(Attribute(item.name, item.line + lines, item.value) for item in block.attributes),
        tuple(_moved(part, lines) for part in block.blocks),
    )


reader = Reader("hcl", 3, HclFile, lambda path: True, _read, ends=SUFFIXES)
