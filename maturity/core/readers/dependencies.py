"""Package manifests of programming languages: which of the libraries that facts ask about are used."""

from __future__ import annotations

import re

from msgspec import Struct

from maturity.core.reader import Reader
from maturity.core.readers._lines import Lines, base_name, text_of

_NAMES = re.compile(
    r"^(?:package\.json|requirements[\w.-]*\.(?:txt|in)|pyproject\.toml|Pipfile|setup\.(?:py|cfg)|go\.mod|Gemfile"
    r"|pom\.xml|build\.gradle(?:\.kts)?|composer\.json|Cargo\.toml|mix\.exs|[\w.-]+\.(?:csproj|fsproj))$"
)
_ENDS = (
    ".json", ".txt", ".in", ".toml", "Pipfile", ".py", ".cfg", ".mod", "Gemfile", ".xml", ".gradle", ".kts",
    ".exs", ".csproj", ".fsproj",
)  # fmt: skip
_PURPOSES = {
    "feature flags": """
        @openfeature/server-sdk @openfeature/web-sdk @openfeature/react-sdk openfeature-sdk
        dev.openfeature github.com/open-feature/go-sdk unleash-client @unleash/proxy-client-react
        UnleashClient io.getunleash github.com/Unleash/unleash-client-go launchdarkly-server-sdk
        launchdarkly-node-server-sdk @launchdarkly/node-server-sdk launchdarkly-react-client-sdk
        launchdarkly-js-client-sdk com.launchdarkly github.com/launchdarkly/go-server-sdk flagsmith
        flagsmith-nodejs @growthbook/growthbook growthbook @growthbook/growthbook-react
        @splitsoftware/splitio configcat-node configcat-client statsig-node @flipt-io/flipt flipt-client
        django-waffle django-flags flipper-active_record flipper-redis laravel/pennant
        Microsoft.FeatureManagement Microsoft.FeatureManagement.AspNetCore ff4j-core @happykit/flags
        @vercel/flags
    """,
    "cdk": """
        aws-cdk-lib @aws-cdk/core aws-cdk.aws-cdk-lib github.com/aws/aws-cdk-go/awscdk/v2
        software.amazon.awscdk Amazon.CDK.Lib
    """,
    "cdktf": "cdktf github.com/hashicorp/terraform-cdk-go/cdktf com.hashicorp",
    "pulumi": "@pulumi/pulumi pulumi github.com/pulumi/pulumi/sdk/v3 com.pulumi Pulumi",
    "cdk8s": "cdk8s github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2",
    "terratest": "github.com/gruntwork-io/terratest",
    "pytest": "tftest pytest-terraform testinfra pytest-testinfra",
    "cdk-nag": "cdk-nag",
    "boto3": "boto3",
    "kitchen": "kitchen-terraform test-kitchen inspec",
}
# library as its package manager writes it -> what it is for
LIBRARIES = {name: purpose for purpose, names in _PURPOSES.items() for name in names.split()}
_ALL = b"|".join(re.escape(name).encode() for name in sorted(LIBRARIES, key=len, reverse=True))
_LIBRARY = re.compile(rb"(?<![\w@./-])(" + _ALL + rb")(?![\w-])")
_COMMENT = re.compile(rb"^\s*(?:#|//|<!--)")


LONGEST_LINE = 500


class Dependencies(Struct, frozen=True):
    """library -> the line that names it."""

    lines: dict[str, int]


def wants(path: str) -> bool:
    return _NAMES.match(base_name(path)) is not None


def read(path: str, data: bytes) -> Dependencies | None:
    found: dict[str, int] = {}
    lines = Lines(data)
    for hit in _LIBRARY.finditer(data):
        name, nearby = text_of(hit[1]), max(0, hit.start() - LONGEST_LINE)
        start = data.rfind(b"\n", nearby, hit.start()) + 1 or nearby
        if name not in found and not _COMMENT.match(data[start : hit.start()]):
            found[name] = lines.at(hit.start())
    return Dependencies(found) if found else None


reader = Reader("dependencies", 1, Dependencies, wants, read, ends=_ENDS)
