"""Terraform, OpenTofu and Terragrunt files as facts keep them."""

from __future__ import annotations

import msgspec
import pytest

from maturity.core.readers.hcl import HclFile, reader


def read(path: str, text: str) -> HclFile:
    assert reader.wants(path)
    found = reader.read(path, text.encode())
    assert found is not None
    return msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=HclFile)


@pytest.mark.parametrize(
    "path",
    ["a.tf", "x/a.tofu", "terragrunt.hcl", "a.tf.json", "t.tftest.hcl", "s.hcl", "p.tfvars", "s3.tfbackend"],
)
def test_every_dialect_of_terraform_is_read(path: str) -> None:
    assert reader.wants(path)


def test_most_resources_are_only_counted() -> None:
    found = read("a.tf", '\nresource "x" "a" {}\nresource "x" "b" {}\nresource "y" "c" {}\nlocals {}\n')
    assert found.resources == {"x": 2, "y": 1}
    assert found.first_resource == 2
    assert [block.type for block in found.blocks] == ["locals"]


def test_resources_that_say_how_the_repository_is_run_are_kept_whole() -> None:
    (kept,) = read("a.tf", 'resource "tfe_workspace" "a" {\n  auto_apply = true\n}\n').of("resource")
    assert kept.value("auto_apply") == "true"


def test_of_a_protected_resource_only_the_protection_is_kept() -> None:
    guards = "  deletion_protection = true\n  lifecycle {\n    prevent_destroy = true\n  }\n"
    text = f'resource "db" "a" {{\n  name = "x"\n{guards}}}\nresource "db" "b" {{\n  name = "y"\n}}\n'
    (kept,) = read("a.tf", text).of("resource")
    assert [item.name for item in kept.attributes] == ["deletion_protection"]
    assert kept.blocks[0].value("prevent_destroy") == "true"


def test_a_protected_resource_does_not_change_what_is_kept_of_its_neighbours() -> None:
    text = 'resource "x" "a" {\n  name = "x"\n}\nresource "y" "b" {\n  deletion_protection = true\n}\n'
    found = read("a.tf", text)
    assert [block.labels for block in found.blocks] == [("y", "b")]
    assert found.resources == {"x": 1, "y": 1}


def test_of_data_only_other_states_are_kept() -> None:
    found = read("a.tf", 'data "x" "a" {}\ndata "terraform_remote_state" "net" {\n  backend = "s3"\n}\n')
    assert [block.labels for block in found.blocks] == [("terraform_remote_state", "net")]


def test_what_terragrunt_generates_is_read_at_its_line() -> None:
    text = 'generate "b" {\n  path = "b.tf"\n  contents = <<EOF\nterraform {\n  backend "s3" {}\n}\nEOF\n}\n'
    (generate,) = read("terragrunt.hcl", text).of("generate")
    terraform = generate.first("terraform")
    assert terraform is not None
    assert (terraform.line, terraform.blocks[0].labels, terraform.blocks[0].line) == (4, ("s3",), 5)


def test_json_reads_as_the_same_blocks() -> None:
    text = """{
  "terraform": {"backend": {"s3": {"bucket": "b", "use_lockfile": true}}},
  "module": {
    "net": {"source": "./net", "cidr": "${var.cidr}"}
  },
  "resource": {"x": {"a": {}, "b": {}}},
  "locals": {"region": "eu"}
}"""
    found = read("main.tf.json", text)
    backend = next(found.of("terraform")).first("backend")
    module = next(found.of("module"))
    assert backend is not None
    assert backend.labels == ("s3",)
    assert (backend.value("bucket"), backend.value("use_lockfile")) == ('"b"', "true")
    assert (module.labels, module.line, module.value("cidr")) == (("net",), 4, "var.cidr")
    assert (found.resources, found.first_resource) == ({"x": 2}, 6)


def test_variables_in_json_are_attributes() -> None:
    found = read("prod.tfvars.json", '{\n  "region": "eu",\n  "zones": ["a"]\n}')
    assert [(item.name, item.line, item.value) for item in found.attributes] == [
        ("region", 2, '"eu"'),
        ("zones", 3, '["a"]'),
    ]


@pytest.mark.parametrize(
    ("path", "content", "message"),
    [
        ("a.tf", b"\0GITCRYPT\0abc", "encrypted with git-crypt"),
        ("a.tf", b"PK\x03\x04\0\0", "not text"),
        ("a.tf.json", b"{", "Not valid JSON"),
        ("a.tf.json", b"[]", "not a JSON object"),
        ("a.tf.json", b'{"a":' * 50_000, "Not valid JSON"),
    ],
)
def test_what_cannot_be_read_says_why(path: str, content: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        reader.read(path, content)


def test_a_broken_file_still_yields_what_is_sound() -> None:
    found = read("a.tf", 'resource "x" "a" {\n  y = [\n\nmodule "m" {\n}\n')
    assert found.broken
    assert [block.type for block in found.blocks] == ["module"]


def test_hashes_of_a_lock_file_are_left_out() -> None:
    text = 'provider "r/x" {\n  version = "1.0"\n  hashes = ["h1:a", "zh:b"]\n}\n'
    (provider,) = read(".terraform.lock.hcl", text).blocks
    assert [item.name for item in provider.attributes] == ["version"]
