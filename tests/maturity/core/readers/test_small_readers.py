"""The readers that are only a few fields each."""

from __future__ import annotations

import pytest

from maturity.core.readers import (
    ansible,
    bicep,
    cdk,
    chart,
    ci_variables,
    codeowners,
    dependencies,
    helm_values,
    kustomization,
    program,
    pulumi,
)
from tests.maturity.core.readers.reading import read


def test_a_playbook_on_hosts_creates_no_cloud_resources() -> None:
    found = read(ansible.reader, "site.yml", "---\n# all\n- name: web\n  hosts: web\n  roles: [nginx]\n")
    assert found is not None
    assert (found.plays, found.cloud) == ((("web", 4),), ())


def test_cloud_modules_count_and_those_that_only_ask_do_not() -> None:
    text = "- name: vpc\n  amazon.aws.ec2_vpc_net:\n    name: a\n"
    text += "- amazon.aws.ec2_vpc_net_info:\n# - ec2_instance:\n"
    found = read(ansible.reader, "roles/net/tasks/main.yml", text)
    assert found is not None
    assert found.cloud == (("amazon.aws.ec2_vpc_net", 2),)


def test_a_mapping_is_no_playbook() -> None:
    assert read(ansible.reader, "values.yml", "hosts: [a]\n") is None


def test_a_pulumi_project_names_runtime_and_backend() -> None:
    text = "name: net\nruntime:\n  name: nodejs\nbackend:\n  url: s3://state\n"
    found = read(pulumi.reader, "infra/Pulumi.yaml", text)
    assert found is not None
    assert (found.name, found.runtime, found.backend, found.backend_line) == (
        "net",
        "nodejs",
        "s3://state",
        5,
    )


def test_a_pulumi_stack_is_named_by_its_file() -> None:
    assert (pulumi.role_of("a/Pulumi.eu.prod.yaml"), pulumi.stack_name("a/Pulumi.eu.prod.yaml")) == (
        "stack",
        "eu.prod",
    )
    assert [pulumi.role_of(name) for name in ("Pulumi.yaml", "PulumiPolicy.yaml", "PulumiX.yaml")] == [
        "project",
        "policy",
        "",
    ]


def test_cdk_json_needs_to_be_json() -> None:
    with pytest.raises(ValueError, match="not valid JSON"):
        read(cdk.reader, "cdk.json", "{app:")


def test_cdk_json_says_how_the_app_starts() -> None:
    found = read(cdk.reader, "infra/cdk.json", '{\n  "app": "npx ts-node bin/app.ts"\n}\n')
    assert found is not None
    assert (found.app, found.line) == ("npx ts-node bin/app.ts", 2)


def test_a_program_tells_its_framework_stacks_and_stages() -> None:
    text = "import * as cdk from 'aws-cdk-lib';\nnew WebStack(app, 'web-prod', { stage: 'PROD' });\n"
    found = read(program.reader, "infra/bin/app.ts", text)
    assert found is not None
    assert (found.framework, found.stacks, found.stages) == ("cdk", (("web-prod", 2),), (("PROD", 2),))


def test_a_chart_lists_its_dependencies() -> None:
    text = "name: web\ndependencies:\n  - name: redis\n    version: 1.2.3\n"
    found = read(chart.reader, "charts/web/Chart.yaml", text)
    assert found is not None
    assert (found.name, found.type, found.dependencies) == ("web", "application", {"redis": "1.2.3"})


def test_values_of_a_chart_say_how_it_stops() -> None:
    text = "web:\n  terminationGracePeriodSeconds: 90\n  pdb:\n    enabled: false\n    minAvailable: 1\n"
    found = read(helm_values.reader, "charts/web/values-prod.yaml", text)
    assert found is not None
    assert [(line.setting, line.value, line.line) for line in found.lines] == [("stop grace", "90", 2)]


def test_a_flux_kustomization_is_not_a_kustomize_file() -> None:
    flux = "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"
    plain = "resources: [../base, web.yaml]\npatches: []\n"
    assert read(kustomization.reader, "a/kustomization.yaml", flux) is None
    found = read(kustomization.reader, "a/kustomization.yaml", plain)
    assert found is not None
    assert (found.gathers, found.changes) == (("../base", "web.yaml"), True)


def test_codeowners_skips_comments_and_section_headings() -> None:
    text = "# all\n[Infra]\n*.tf @infra # ours\n/docs/\n"
    found = read(codeowners.reader, ".github/CODEOWNERS", text)
    assert found is not None
    assert [(rule.pattern, rule.owners, rule.line) for rule in found.rules] == [
        ("*.tf", ("@infra",), 3),
        ("/docs/", (), 4),
    ]


def test_a_library_is_found_by_its_whole_name() -> None:
    found = read(
        dependencies.reader, "package.json", '{\n "unleash-client": "6",\n "x-unleash-client-y": "1"\n}'
    )
    assert found is not None
    assert found.lines == {"unleash-client": 2}


def test_a_commented_dependency_does_not_count() -> None:
    assert read(dependencies.reader, "requirements.txt", "# boto3\nrequests\n") is None


def test_bicep_counts_resources_and_local_modules() -> None:
    text = "module net './net.bicep' = {\n}\nmodule r 'br:acr/x:1' = {}\n"
    text += "resource s 'Microsoft.Storage/x@2024' = {\n}\n"
    found = read(bicep.reader, "main.bicep", text)
    assert found is not None
    assert (found.resources, found.modules, found.line) == (1, ("./net.bicep",), 1)


def test_variables_of_pipelines_are_read_where_they_are_set() -> None:
    text = "env:\n  APP_ENV: production\n  # APP_ENV: staging\n  OTHER: x\n"
    found = read(ci_variables.reader, ".github/workflows/a.yml", text)
    assert found is not None
    assert [(one.name, one.value, one.line) for one in found.lines] == [("APP_ENV", "production", 2)]
