from __future__ import annotations

import pytest

from maturity.core.readers.cloudformation import TemplateSetting, reader
from tests.maturity.core.readers.reading import read

TEMPLATE = """\
AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Service:
    Type: AWS::ECS::Service
    Properties:
      Cluster: !Ref Cluster
      DeploymentConfiguration:
        MinimumHealthyPercent: 0
  Group:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      TargetGroupAttributes:
        - Key: deregistration_delay.timeout_seconds
          Value: "45"
  Table:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Retain
"""


def test_a_template_lists_its_resources_and_deploy_settings() -> None:
    found = read(reader, "cfn/web.yaml", TEMPLATE)
    assert found is not None
    assert (found.form, found.line, sum(found.resources.values())) == ("cloudformation", 2, 3)
    assert found.settings == (
        TemplateSetting("minimum healthy", "0", 8),
        TemplateSetting("drain time", "45", 13),
    )
    assert found.retained == (("Table", 17),)


def test_the_transform_makes_it_sam() -> None:
    text = "Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::Function\n"
    found = read(reader, "template.yaml", text)
    assert found is not None
    assert found.form == "sam"


def test_json_templates_are_read_too() -> None:
    text = '{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"B": {"Type": "AWS::S3::Bucket"}}}'
    found = read(reader, "cloudformation/b.json", text)
    assert found is not None
    assert found.resources == {"AWS::S3::Bucket": 1}


@pytest.mark.parametrize(
    "text",
    [
        "Resources:\n  a:\n    Type: Custom\n",
        "# AWSTemplateFormatVersion\nkey: value\n",
        "note: 'Type: AWS::S3::Bucket'\n",
        "Resources: [AWSTemplateFormatVersion]\n",
    ],
)
def test_text_that_only_mentions_cloudformation_is_no_template(text: str) -> None:
    assert read(reader, "a.yaml", text) is None


def test_samconfig_names_environments_and_serverless_its_functions() -> None:
    sam = read(reader, "samconfig.toml", "version = 0.1\n[prod.deploy.parameters]\nstack_name = 'x'\n[dev]\n")
    serverless = read(
        reader, "serverless.yml", "service: api\nprovider: {name: aws}\nfunctions: {a: {}, b: {}}\n"
    )
    assert sam is not None
    assert sam.environments == ("prod", "dev")
    assert serverless is not None
    assert (serverless.service, serverless.resources) == ("api", {"function": 2})


def test_a_broken_samconfig_says_so() -> None:
    with pytest.raises(ValueError, match="not valid TOML"):
        read(reader, "samconfig.toml", "[prod\n")
