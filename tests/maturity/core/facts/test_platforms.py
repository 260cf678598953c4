from __future__ import annotations

from textwrap import dedent

from maturity.core.facts.platforms import Platform, collect
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.tree import MemoryTree

HERE = RepositoryName("acme/infra", "main")
NOBODY = RepositoryName()


def platforms(files: dict[str, str], here: RepositoryName = HERE) -> tuple[Platform, ...]:
    return collect(Files(MemoryTree({path: dedent(text) for path, text in files.items()})), here).plans


def only(files: dict[str, str], here: RepositoryName = HERE) -> Platform:
    (found,) = platforms(files, here)
    return found


def test_atlantis_plans_every_project_unless_autoplan_is_off():
    on, off = platforms({"atlantis.yaml": """\
        version: 3
        projects:
        - {dir: live/prod, apply_requirements: [approved]}
        - {dir: live/dev, autoplan: {enabled: false}}
        """})  # fmt: skip
    assert (on.plans_pull_requests, on.comments, on.applies_after_merge, on.directories) == (
        True,
        True,
        True,
        ("live/prod",),
    )
    assert "approved" in on.note
    assert (off.plans_pull_requests, off.directories) == (False, ("live/dev",))


def test_atlantis_without_projects_finds_folders_itself():
    assert only({"atlantis.yaml": "version: 3\nautomerge: true\n"}).directories == ()


SERVER = """\
    kind: HelmRelease
    spec:
      chart: {spec: {chart: atlantis}}
      values:
        orgAllowlist: github.com/acme/*
        environment: {ATLANTIS_ENABLE_POLICY_CHECKS: "true"}
    """


def test_an_atlantis_server_whose_allow_list_names_this_repository_plans_it():
    found = only({"apps/atlantis.yaml": SERVER})
    assert (found.plans_pull_requests, found.policy, found.certain) == (True, True, True)


def test_an_atlantis_server_for_others_says_nothing_about_this_repository():
    assert platforms({"apps/atlantis.yaml": SERVER}, RepositoryName("other/infra")) == ()


def test_an_atlantis_server_for_everybody_is_uncertain():
    found = only({"apps/atlantis.yaml": SERVER.replace("github.com/acme/*", '"*"')})
    assert (found.plans_pull_requests, found.certain) == (None, False)


def test_an_atlantis_server_is_uncertain_when_the_repository_has_no_known_name():
    found = only({"apps/atlantis.yaml": SERVER}, NOBODY)
    assert (found.plans_pull_requests, found.certain) == (None, False)


def test_an_atlantis_module_does_not_say_which_repositories_it_serves():
    found = only({"main.tf": 'module "a" {\n  source = "terraform-aws-modules/atlantis/aws"\n}\n'})
    assert (found.name, found.plans_pull_requests, found.certain) == ("atlantis", None, False)


def test_a_cloud_block_leaves_everything_to_the_workspace():
    files = {"live/main.tf": 'terraform {\n  cloud {\n    organization = "acme"\n  }\n}\n'}
    found = only(files)
    assert (found.name, found.at.line, found.directories) == ("hcp-terraform", 2, ("live",))
    assert (found.plans_pull_requests, found.applies_after_merge, found.certain) == (None, None, False)


WORKSPACE = """\
    resource "tfe_workspace" "w" {
      name                = "prod"
      working_directory   = "live/prod"
      assessments_enabled = true
      vcs_repo {
        identifier = "%s"
      }
    }
    """


def test_a_workspace_that_follows_this_repository_plans_its_pull_requests():
    found = only({"tfc.tf": WORKSPACE % "acme/infra"})
    assert (found.plans_pull_requests, found.applies_after_merge, found.drift_check) == (True, True, True)
    assert (found.directories, found.certain, found.reconciles) == (("live/prod",), True, False)


def test_a_workspace_that_follows_another_repository_does_not_count():
    assert platforms({"tfc.tf": WORKSPACE % "acme/other"}) == ()


def test_a_workspace_can_switch_speculative_plans_off():
    text = WORKSPACE.replace("name  ", "speculative_enabled = false\n      name  ", 1)
    assert only({"tfc.tf": text % "acme/infra"}).plans_pull_requests is False


def test_a_spacelift_stack_with_drift_detection_that_reconciles():
    found = only({"spacelift.tf": """\
        resource "spacelift_stack" "s" {
          repository   = "infra"
          project_root = "live"
        }
        resource "spacelift_drift_detection" "d" {
          stack_id  = spacelift_stack.s.id
          reconcile = true
          schedule  = ["0 4 * * *"]
        }
        """})  # fmt: skip
    assert (found.plans_pull_requests, found.drift_check, found.reconciles) == (True, True, True)


def test_a_spacelift_stack_of_a_variable_repository_is_ours_when_its_folder_is():
    text = 'resource "spacelift_stack" "s" {\n  repository = var.repo\n  project_root = "live/dns"\n}\n'
    elsewhere = only({"spacelift.tf": text})
    here = only({"spacelift.tf": text, "live/dns/main.tf": ""})
    assert (elsewhere.applies_after_merge, elsewhere.certain) == (None, False)
    assert (here.applies_after_merge, here.certain) == (True, True)


def test_terrateam_checks_drift_only_when_it_is_enabled():
    workflow = {".github/workflows/terrateam.yml": "on: workflow_dispatch\njobs: {}\n"}
    off = only({**workflow, ".terrateam/config.yml": "drift: {schedule: daily, reconcile: true}\n"})
    on = only(
        {**workflow, ".terrateam/config.yml": "drift: {enabled: true, schedule: daily, reconcile: true}\n"}
    )
    assert (off.plans_pull_requests, off.drift_check, off.reconciles) == (True, False, False)
    assert (on.drift_check, on.reconciles, on.certain) == (True, True, True)


def test_digger_is_connected_by_a_workflow_that_uses_it():
    config = {"digger.yml": "projects: [{name: p, dir: infra}]\n"}
    workflow = """\
        on: pull_request
        jobs:
          digger:
            runs-on: ubuntu-latest
            steps: [{uses: diggerhq/digger@v0}]
        """
    assert only(config).certain is False
    assert only({**config, ".github/workflows/digger.yml": workflow}).certain is True


def test_a_tofu_controller_object_with_automatic_approval_reconciles():
    text = """\
        apiVersion: infra.contrib.fluxcd.io/v1alpha2
        kind: Terraform
        metadata: {name: dns}
        spec:
          approvePlan: %s
          path: ./dns
        """
    auto, manual = only({"k/dns.yaml": text % "auto"}), only({"k/dns.yaml": text % '""'})
    assert (auto.reconciles, auto.applies_after_merge, auto.drift_check, auto.directories) == (
        True,
        True,
        True,
        ("dns",),
    )
    assert (manual.reconciles, manual.applies_after_merge) == (False, False)


def test_settings_of_pulumi_deployments_say_what_a_pull_request_gets():
    text = "settings:\n  gitHub: {previewPullRequests: true, deployCommits: false}\n"
    found = only({"infra/Pulumi.prod.deploy.yaml": text})
    assert (found.plans_pull_requests, found.applies_after_merge, found.directories) == (
        True,
        False,
        ("infra",),
    )


def test_tfaction_and_spacelift_files_leave_the_answers_to_the_platform():
    found = platforms({
        "tfaction-root.yaml": "plan_workflow_name: test\ndrift_detection: {enabled: true}\n",
        ".spacelift/config.yml": "version: 1\n",
        "riff-raff.yaml": "stacks: [a]\n",
    })  # fmt: skip
    assert {one.name: (one.plans_pull_requests, one.certain) for one in found} == {
        "tfaction": (None, False), "spacelift": (None, False), "riff-raff": (None, False),
    }  # fmt: skip


def test_samples_are_no_evidence():
    assert (
        platforms(
            {"examples/main.tf": "terraform {\n  cloud {}\n}\n", "docs/tfc.tf": WORKSPACE % "acme/infra"}
        )
        == ()
    )


def test_a_platform_looks_after_its_folders_and_those_below():
    found = only({"tfc.tf": WORKSPACE % "acme/infra"})
    assert found.covers("live/prod/network")
    assert not found.covers("live/production")


HANDED_OVER = """\
    module "vpc" {
      source            = "example.com/acme/workspace"
      working_directory = "/live/vpc"
      vcs_repo          = { identifier = "acme/infra", branch = "main" }
    }
    """


def test_a_module_that_is_handed_this_repository_makes_a_workspace_that_follows_it():
    found = only({"platform/workspaces.tf": HANDED_OVER})
    assert (found.name, found.plans_pull_requests, found.directories) == (
        "hcp-terraform",
        True,
        ("live/vpc",),
    )
    assert platforms({"platform/workspaces.tf": HANDED_OVER}, RepositoryName("acme/other")) == ()


RENDERER = """\
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata: {name: diffs}
    spec:
      chartRef: {kind: OCIRepository, name: konflate}
      values: {config: {repo: "github://acme/infra", prComments: true}}
    """


def test_a_renderer_in_the_cluster_shows_what_a_pull_request_changes():
    found = only({"apps/diffs.yaml": RENDERER})
    assert (found.plans_pull_requests, found.comments, found.applies_after_merge) == (True, True, False)
    assert platforms({"apps/diffs.yaml": RENDERER}, RepositoryName("acme/other")) == ()
