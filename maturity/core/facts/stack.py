"""A stack and the backend that keeps its state."""

from __future__ import annotations

from msgspec import Struct

from maturity.core.source import Source

# Tools whose controller in the cluster does the applying.
GITOPS_TOOLS = frozenset({"flux", "argocd", "crossplane"})
# Tools whose state is the cluster itself: there is no backend to configure.
CLUSTER_TOOLS = GITOPS_TOOLS | {"kubernetes", "helm"}
# Programs that write CloudFormation themselves, and deploy it.
CLOUDFORMATION_PROGRAMS = frozenset({"sam", "serverless", "sceptre", "org-formation"})


class Where(Struct, frozen=True):
    """The object in S3 that is the state, when the files say so word for word.

    place   "s3://bucket/key" in the default workspace
    prefix  what stands before another workspace's name in its key; "" for "env:"
    table   the DynamoDB table of its lock; "" for none
    """

    place: str
    region: str = ""
    prefix: str = ""
    table: str = ""


class Backend(Struct, frozen=True):
    """Where a stack's state lives.

    kind     "s3", "gcs", "azurerm", "remote", "cloud", "http", "pulumi", "inherent", …, "local"
    partial  the block is there, its settings come from outside (`-backend-config`)
    locking  True, False, or None when the files do not tell
    """

    kind: str
    at: Source
    partial: bool = False
    locking: bool | None = None
    locking_at: Source | None = None
    note: str = ""
    where: Where | None = None


class Stack(Struct, frozen=True, kw_only=True, cache_hash=True):
    """One deployable unit with a state of its own.

    directory    from the top of the repository, "" for the top
    tool         "terraform", "opentofu", "terragrunt", "terramate", "pulumi", "cdk", "cdktf",
                 "cloudformation", "ansible", "kubernetes", "helm", "flux", "argocd", "crossplane", "packer"
    environment  "prod", "stage", "dev", …, or "" when the files do not say
    at           what makes it a stack
    resources    how many resources it declares itself (modules not opened)
    beside       it has a state, in a repository that is about its cluster: asked only what gates nothing
    """

    directory: str
    tool: str
    at: Source
    name: str = ""
    environment: str = ""
    backend: Backend | None = None
    resources: int = 0
    beside: bool = False

    @property
    def label(self) -> str:
        return self.name or self.directory or "."
