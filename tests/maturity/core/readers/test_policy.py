from __future__ import annotations

import pytest

from maturity.core.readers.policy import reader
from tests.maturity.core.readers.reading import read

DENY = "package main\n\ndeny[msg] {\n  %s\n}\n"


@pytest.mark.parametrize(
    ("line", "subject"),
    [
        ("input.resource_changes[_].type", "plan"),
        ('input.kind == "Pod"', "manifests"),
        ("input.resource.aws_s3_bucket", "code"),
        ("input.x", ""),
    ],
)
def test_the_input_of_a_rule_says_what_it_judges(line: str, subject: str) -> None:
    found = read(reader, "policy/a.rego", DENY % line)
    assert found is not None
    assert (found.subject, found.rules, found.line, found.enforced) == (subject, 1, 3, None)


def test_rules_that_only_warn_do_not_enforce() -> None:
    found = read(reader, "policy/a.rego", 'package main\nwarn contains msg if {\n  msg := "x"\n}\n')
    assert found is not None
    assert found.enforced is False


def test_a_commented_rule_and_a_test_are_no_rules() -> None:
    found = read(reader, "policy/a_test.rego", "package main\n# deny[msg] { true }\ntest_denies { true }\n")
    assert found is not None
    assert (found.rules, found.tests) == (0, 1)


def test_an_advisory_sentinel_set_does_not_enforce() -> None:
    found = read(reader, "sentinel.hcl", 'policy "a" {\n  enforcement_level = "advisory"\n}\n')
    assert found is not None
    assert (found.language, found.enforced) == ("sentinel", False)
