"""The contract of `scan --format json`."""

from __future__ import annotations

import json

from maturity.core.assess import assess
from maturity.core.report import json as report
from maturity.core.tree import MemoryTree
from tests.maturity.core.making import TERRAFORM

PRACTICES = {
    "declarative_iac", "remote_state", "state_locking", "env_isolation", "modules", "plan_on_pr",
    "plan_comment", "apply_on_merge", "fmt_check", "validate", "lint", "security_scan", "policy_as_code",
    "plan_policy_test", "integration_test", "scheduled_drift_check", "drift_notification",
    "drift_remediation", "feature_flags_central", "reversible_migrations", "deploy_safety",
}  # fmt: skip


def test_scripts_find_the_keys_they_depend_on():
    found = json.loads(report.render(assess(MemoryTree(TERRAFORM, commit="a" * 40))))
    assert (found["level"], found["possible_level"], found["kind"]) == (2, 2, "live-infra")
    assert found["commit"] == "a" * 40
    assert len(found["criteria_set"]) == 12


def test_all_practices_have_an_answer_and_no_other_name_appears():
    found = json.loads(report.render(assess(MemoryTree(TERRAFORM))))
    assert set(found["practices"]) == PRACTICES
    assert set(found["practices"].values()) <= {True, False, None}
    assert found["practices"]["remote_state"] is True


def test_every_finding_says_what_was_found_or_looked_at():
    found = json.loads(report.render(assess(MemoryTree(TERRAFORM))))["findings"]
    silent = [
        one["id"]
        for one in found
        if one["outcome"] == "not_met" and not (one["evidence"] or one["looked_at"])
    ]
    assert silent == []
    assert all(one["message"] for one in found)


def test_evidence_carries_path_line_and_snippet():
    found = json.loads(report.render(assess(MemoryTree(TERRAFORM))))["findings"]
    (state,) = [one for one in found if one["id"] == "remote_state"]
    assert state["evidence"] == [{"path": "infra/main.tf", "line": 2, "snippet": 'backend "s3" {'}]
