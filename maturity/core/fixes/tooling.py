"""The commands of each tool, and where a pipeline gets the tool from."""

from __future__ import annotations

from msgspec import Struct

_HASHICORP = "https://releases.hashicorp.com/terraform/1.11.4/terraform_1.11.4_linux_amd64.zip"


class Tool(Struct, frozen=True, kw_only=True):
    """plan leaves `plan.txt` for the reviewer when `show` ran; drift ends 0, 2 or with an error.

    setup    GitHub Actions steps, as lines of YAML
    install  the same as shell, for systems without containers
    """

    image: str
    plan: tuple[str, ...]
    apply: tuple[str, ...]
    show: tuple[str, ...] = ()
    drift: tuple[str, ...] = ()
    format: tuple[str, ...] = ()
    validate: tuple[str, ...] = ()
    setup: tuple[str, ...] = ()
    install: tuple[str, ...] = ()


def _terraform_like(binary: str, image: str, setup: tuple[str, ...], install: tuple[str, ...]) -> Tool:
    return Tool(
        image=image, setup=setup, install=install,
        plan=(f"{binary} init -input=false", f"{binary} plan -input=false -lock=false -out=tfplan"),
        show=(f"{binary} show -no-color tfplan > plan.txt",),
        apply=(
            f"{binary} init -input=false",
            f"{binary} plan -input=false -out=tfplan",
            f"{binary} apply -input=false tfplan",
        ),
        drift=(f"{binary} init -input=false", f"{binary} plan -detailed-exitcode -input=false -lock=false"),
        format=(f"{binary} fmt -check -recursive -diff",),
        validate=(f"{binary} init -backend=false -input=false", f"{binary} validate"),
    )  # fmt: skip


def _action(uses: str, **inputs: str) -> tuple[str, ...]:
    lines = [f"- uses: {uses}"]
    if inputs:
        lines += ["  with:", *(f"    {name}: {value}" for name, value in inputs.items())]
    return tuple(lines)


_TERRAFORM = _terraform_like(
    "terraform", "hashicorp/terraform:1.11",
    _action("hashicorp/setup-terraform@v3", terraform_wrapper="false"),
    (f"curl -fsSLo /tmp/terraform.zip {_HASHICORP}", "sudo unzip -o /tmp/terraform.zip -d /usr/local/bin"),
)  # fmt: skip
_NODE = (*_action("actions/setup-node@v4", **{"node-version": "22"}), "- run: npm ci")
_CLUSTER_IMAGE = "alpine/k8s:1.33.1"

_GET_ECSPRESSO = (
    "curl -fsSL https://github.com/kayac/ecspresso/releases/download/v2.3.0/ecspresso_2.3.0_linux_amd64.tar.gz"
    " | tar -xz -C /tmp ecspresso"
)
_EACH_SERVICE = 'for file in ecspresso.*; do /tmp/ecspresso --config "$file" %s; done'
_EACH_BICEP = 'for file in *.bicep; do %s --resource-group CHANGE-ME --template-file "$file"; done'

TOOLS: dict[str, Tool] = {
    "terraform": _TERRAFORM,
    "opentofu": _terraform_like(
        "tofu", "ghcr.io/opentofu/opentofu:1.10",
        _action("opentofu/setup-opentofu@v1", tofu_wrapper="false"),
        ("curl -fsSL https://get.opentofu.org/install-opentofu.sh | sh -s -- --install-method standalone",),
    ),
    "terragrunt": Tool(
        image="alpine/terragrunt:1.11.4",
        setup=(*_action("hashicorp/setup-terraform@v3", terraform_wrapper="false"),
               *_action("autero1/action-terragrunt@v3", **{"terragrunt-version": "0.77.0"})),
        install=_TERRAFORM.install,
        plan=("terragrunt plan -input=false -lock=false -out=tfplan",),
        show=("terragrunt show -no-color tfplan > plan.txt",),
        apply=("terragrunt plan -input=false -out=tfplan", "terragrunt apply -input=false tfplan"),
        drift=("terragrunt plan -detailed-exitcode -input=false -lock=false",),
        format=("terragrunt hcl fmt --check",),
        validate=("terragrunt validate",),
    ),
    "pulumi": Tool(
        image="pulumi/pulumi:latest", setup=_action("pulumi/actions@v6"),
        install=("curl -fsSL https://get.pulumi.com | sh",),
        plan=("pulumi preview --diff --non-interactive --stack prod",),
        show=("pulumi preview --diff --non-interactive --stack prod > plan.txt",),
        apply=("pulumi up --yes --non-interactive --stack prod",),
        drift=("pulumi preview --refresh --expect-no-changes --non-interactive --stack prod",),
    ),
    "cdk": Tool(
        image="node:22", setup=_NODE, install=("npm ci",),
        plan=("npx cdk diff",),
        show=("npx cdk diff > plan.txt 2>&1",),
        apply=("npx cdk deploy --all --require-approval never",),
        drift=("npx cdk drift --fail",),
        format=("npx prettier --check .",),
        validate=("npx cdk synth --quiet",),
    ),
    "cdktf": Tool(
        image="node:22", setup=_NODE, install=("npm ci",),
        plan=("npx cdktf diff '*'",),
        show=("npx cdktf diff '*' > plan.txt 2>&1",),
        apply=("npx cdktf deploy '*' --auto-approve",),
        drift=("npx cdktf diff '*' --refresh-only",),
        format=("npx prettier --check .",),
        validate=("npx cdktf synth",),
    ),
    "bicep": Tool(
        image="mcr.microsoft.com/azure-cli:2.73.0",
        plan=(_EACH_BICEP % "az deployment group what-if",),
        show=(_EACH_BICEP % "az deployment group what-if" + " > plan.txt",),
        apply=(_EACH_BICEP % "az deployment group create",),
        drift=("az deployment group what-if --resource-group CHANGE-ME --template-file main.bicep"
               " --no-pretty-print | jq --exit-status 'all(.changes[]; .changeType == \"NoChange\")'",),
        format=("for file in *.bicep; do az bicep format --file \"$file\"; done", "git diff --exit-code"),
        validate=("for file in *.bicep; do az bicep build --file \"$file\" --stdout > /dev/null; done",),
    ),
    "ecspresso": Tool(
        image="buildpack-deps:bookworm-curl",
        plan=(_GET_ECSPRESSO, _EACH_SERVICE % "diff"),
        show=(_EACH_SERVICE % "diff" + " > plan.txt",),
        apply=(_GET_ECSPRESSO, _EACH_SERVICE % "deploy"),
        drift=(_GET_ECSPRESSO, _EACH_SERVICE % "diff --exit-code"),
        validate=(_GET_ECSPRESSO, _EACH_SERVICE % "verify"),
    ),
    "kubernetes": Tool(
        image=_CLUSTER_IMAGE,
        plan=("kubectl diff --server-side -k . || [ $? -eq 1 ]",),  # 1 is a difference, more is an error
        show=("kubectl diff --server-side -k . > plan.txt || [ $? -eq 1 ]",),
        apply=("kubectl apply --server-side -k .",),
        drift=("kubectl diff --server-side -k .",),
        format=("npx --yes prettier --check '**/*.yaml'",),
        validate=("kubectl kustomize . | kubeconform -strict -summary -ignore-missing-schemas",),
    ),
    "ansible": Tool(
        image="python:3.13", install=("pip install ansible ansible-lint",),
        setup=("- run: pip install ansible ansible-lint",),
        plan=("ansible-playbook site.yml --check --diff",),
        show=("ansible-playbook site.yml --check --diff > plan.txt",),
        apply=("ansible-playbook site.yml",),
        drift=("ansible-playbook site.yml --check --diff",),
        validate=("ansible-playbook site.yml --syntax-check",),
    ),
    "cloudformation": Tool(
        image="amazon/aws-cli:2.27.0",
        plan=("aws cloudformation deploy --template-file template.yaml --stack-name app"
              " --no-execute-changeset",),
        apply=("aws cloudformation deploy --template-file template.yaml --stack-name app"
               " --no-fail-on-empty-changeset",),
        drift=("aws cloudformation detect-stack-drift --stack-name app",),
        validate=("pip install cfn-lint", "cfn-lint template.yaml"),
    ),
}  # fmt: skip
_SAME = {
    "terramate": "terraform", "packer": "terraform", "helm": "kubernetes",
    "flux": "kubernetes",
    "argocd": "kubernetes", "crossplane": "kubernetes",
}  # fmt: skip
TERRAFORM_LIKE = frozenset({"terraform", "opentofu", "terragrunt"})


def family(name: str) -> str:
    """The tool whose commands serve for `name`."""
    return name if name in TOOLS else _SAME.get(name, "terraform")


def tool(name: str) -> Tool:
    return TOOLS[family(name)]


CREDENTIALS: dict[str, tuple[str, ...]] = {
    "aws": _action(
        "aws-actions/configure-aws-credentials@v4",
        **{"role-to-assume": "${{ vars.%s_ROLE_ARN }}", "aws-region": "${{ vars.AWS_REGION }}"},
    ),
    "azure": _action(
        "azure/login@v2",
        **{"client-id": "${{ vars.%s_CLIENT_ID }}", "tenant-id": "${{ vars.TENANT_ID }}",
           "subscription-id": "${{ vars.SUBSCRIPTION_ID }}"},
    ),
    "google": _action(
        "google-github-actions/auth@v2",
        workload_identity_provider="${{ vars.IDENTITY_PROVIDER }}",
        service_account="${{ vars.%s_SERVICE_ACCOUNT }}",
    ),
}  # fmt: skip
