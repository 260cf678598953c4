"""CloudFormation, Bicep and Ansible."""

from __future__ import annotations

from tests.maturity.core.stacks.scanning import stack, stacks

TEMPLATE = "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  Q:\n    Type: AWS::SQS::Queue\n"


def test_every_template_is_a_stack_also_in_a_folder_called_templates() -> None:
    files = {"templates/web.yaml": TEMPLATE, "templates/db-prod.yaml": TEMPLATE, "examples/x.yaml": TEMPLATE}
    assert [(one.name, one.environment) for one in stacks(files)] == [
        ("templates/db-prod.yaml", "prod"), ("templates/web.yaml", ""),
    ]  # fmt: skip


def test_a_template_below_a_terraform_folder_belongs_to_it() -> None:
    files = {
        "infra/main.tf": 'provider "aws" {}\nresource "a" "b" {}\n',
        "infra/templates/stackset.yaml": TEMPLATE,
    }
    assert [one.tool for one in stacks(files)] == ["terraform"]


def test_a_bicep_file_that_another_one_uses_is_a_module() -> None:
    files = {
        "main.bicep": "module net './modules/net.bicep' = {\n}\n",
        "modules/net.bicep": "resource v 'Microsoft.Network/virtualNetworks@2024' = {\n}\n",
    }
    assert stack(files).name == "main.bicep"


def test_playbooks_that_create_cloud_resources_are_a_stack() -> None:
    task = "- name: vpc\n  amazon.aws.ec2_vpc_net:\n    name: a\n"
    found = stack({"ansible/roles/net/tasks/main.yml": task})
    assert (found.directory, found.tool) == ("ansible", "ansible")


def test_playbooks_that_configure_hosts_are_none() -> None:
    assert stacks({"site.yml": "- hosts: web\n  tasks:\n    - apt: {name: nginx}\n"}) == []


def test_a_policy_that_carries_a_deployment_is_no_template() -> None:
    schema = '"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"'
    policy = f'{{"properties": {{"policyRule": {{"template": {{{schema}}}}}}}}}'
    assert stacks({"policies/deploy_audit.json": policy}) == []
    assert (
        stack({"azuredeploy.json": f'{{{schema}, "resources": [{{"type": "Microsoft.Web/sites"}}]}}'}).tool
        == "bicep"
    )


def test_bicep_modules_most_of_which_nobody_uses_are_a_library() -> None:
    resource = "resource v 'Microsoft.Network/virtualNetworks@2024' = {\n}\n"
    files = {f"modules/{name}/{name}.bicep": resource for name in ("a", "b", "c", "d", "e")}
    assert stacks(files) == []
    assert [one.name for one in stacks(files | {"main.bicep": resource})] == []
    assert stack({"main.bicep": resource, "modules/a/a.bicep": resource}).name == "main.bicep"
