from __future__ import annotations

import pytest

from maturity.core.facts.feature_flags import FeatureFlags
from tests.maturity.core.stacks.scanning import fact


@pytest.mark.parametrize(
    ("path", "text", "kind", "flags"),
    [
        ("src/featureFlags.ts", "export interface FeatureFlags {\n  a: boolean;\n}\n", "typed file", 1),
        ("infra/prod.tfvars", "website_feature_flags = {\n  a = true\n  b = false\n}\n", "flag map", 2),
        ("infra/variables.tf", 'variable "feature_flags" {\n  type = map(bool)\n}\n', "flag map", 0),
        ("infra/main.tf", "locals {\n  feature_flags = {\n    a = true\n  }\n}\n", "flag map", 1),
        ("charts/web/values.yaml", "featureFlags:\n  a: true\n", "flag map", 1),
        ("package.json", '{"dependencies": {\n "unleash-client": "6"\n}}', "flag platform", 0),
        ("flags.tf", 'resource "launchdarkly_feature_flag" "a" {\n}\n', "flag resource", 1),
    ],
)
def test_flags_are_defined_in_one_place(path: str, text: str, kind: str, flags: int) -> None:
    [found] = fact(FeatureFlags, {path: text}).places
    assert (found.kind, found.flags) == (kind, flags)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("tests/featureFlags.ts", "export interface FeatureFlags {\n  a: boolean;\n}\n"),
        ("charts/grafana/values.yaml", "grafana:\n  config:\n    feature_toggles: {a: true}\n"),
        ("main.tf", 'locals {\n  ff_bucket = "firefox"\n}\n'),
    ],
)
def test_tests_and_switches_of_other_software_are_no_flags(path: str, text: str) -> None:
    assert fact(FeatureFlags, {path: text}).places == ()
