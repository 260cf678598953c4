from __future__ import annotations

from maturity.core.glance import Glance, glance


def test_names_tell_tools_pipelines_and_owners():
    paths = [
        "live/prod/main.tf", "live/terragrunt.hcl", "charts/web/Chart.yaml", "cdk.json", "README.md",
        ".github/workflows/plan.yml", "Jenkinsfile", ".github/CODEOWNERS",
    ]  # fmt: skip
    found = glance(paths)
    assert found.tools == ("Terraform", "Terragrunt", "AWS CDK", "Helm")
    assert set(found.ci) == {"GitHub Actions", "Jenkins"}
    assert (found.files, found.owners) == (8, True)


def test_a_file_like_a_name_is_not_it():
    assert glance(["my-cdk.json", "x/CODEOWNERS", "main.tf.bak"]) == Glance(3, (), (), owners=False)


def test_nothing_at_all_tells_nothing():
    assert glance([]) == Glance(0, (), (), owners=False)


def test_a_pipeline_of_azure_is_not_taken_for_concourse():
    assert glance(["azure-pipelines.yml"]).ci == ("Azure Pipelines",)


def test_very_many_names_are_looked_through():
    assert glance(f"modules/{n}/main.tf" for n in range(20_000)).files == 20_000
