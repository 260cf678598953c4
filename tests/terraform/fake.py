"""A program called terraform that does what a test wants, and remembers how it was called."""

from __future__ import annotations

from pathlib import Path

SCRIPT = """#!/bin/sh
if [ "$1" = --version ]; then {version}; exit; fi
echo "$*" >> {folder}/calls
env > {folder}/env.$1
echo $$ > {folder}/pid.$1
case "$1" in
init) {init} ;;
workspace) {workspace} ;;
plan) {plan} ;;
show) {show} ;;
esac
"""
# The plan file is the third word of `plan`.
PLAN = 'echo secret > "${3#-out=}"; cat {folder}/stream; exit 2'
STREAM = """{"@level":"info","@message":"Terraform 1.11.4","type":"version","terraform":"1.11.4"}
{"@level":"info","@message":"aws_vpc.a: Refreshing state... [id=vpc-1]","type":"refresh_start"}
{"@level":"info","@message":"aws_vpc.b: Refreshing state... [id=vpc-2]","type":"refresh_start"}
{"@level":"info","@message":"aws_vpc.a: Plan to update","type":"planned_change"}
{"@level":"info","@message":"Plan: 0 to add, 1 to change, 0 to destroy.","type":"change_summary"}
"""
SHOWN = """{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[{"address":"aws_vpc.a",
"mode":"managed","type":"aws_vpc","name":"a","provider_name":"registry.terraform.io/hashicorp/aws",
"change":{"actions":["update"],"before":{"tag":"x"},"after":{"tag":"y"},"after_unknown":{},
"before_sensitive":{},"after_sensitive":{}}}]}"""
DRIFTED = """{"format_version":"1.2","terraform_version":"1.11.4","resource_drift":[{"address":"aws_vpc.a",
"mode":"managed","type":"aws_vpc","name":"a","provider_name":"registry.terraform.io/hashicorp/aws",
"change":{"actions":["update"],"before":{"tag":"x"},"after":{"tag":"y"},"after_unknown":{},
"before_sensitive":{},"after_sensitive":{}}}],"resource_changes":[{"address":"aws_vpc.a",
"mode":"managed","type":"aws_vpc","name":"a","provider_name":"registry.terraform.io/hashicorp/aws",
"change":{"actions":["update"],"before":{"tag":"y"},"after":{"tag":"x"},"after_unknown":{},
"before_sensitive":{},"after_sensitive":{}}}]}"""
# Says that it began, then does not care about being asked to stop.
STUBBORN = "trap '' INT; touch {folder}/begun; sleep 60 & sleep 60"
SLOW = "touch {folder}/begun; sleep 60"


class Fake:
    """bin  to be put on the PATH"""

    def __init__(self, folder: Path, name: str = "terraform") -> None:
        self.folder = folder / "fake"
        self.bin = self.folder / "bin"
        self.bin.mkdir(parents=True)
        self.name = name
        self.parts = {
            "version": "echo Terraform v1.11.4", "init": "echo initialized", "workspace": "true",
            "plan": PLAN, "show": "cat {folder}/shown",
        }  # fmt: skip
        (self.folder / "stream").write_text(STREAM)
        (self.folder / "shown").write_text(SHOWN)
        self.does()

    def does(self, **parts: str) -> None:
        """The shell of a command: `init`, `workspace`, `plan`, `show`, `version`."""
        self.parts |= parts
        filled = {name: part.replace("{folder}", str(self.folder)) for name, part in self.parts.items()}
        program = self.bin / self.name
        program.write_text(SCRIPT.format(folder=self.folder, **filled))
        program.chmod(0o755)

    def calls(self) -> list[str]:
        file = self.folder / "calls"
        return file.read_text().splitlines() if file.exists() else []

    def env(self, command: str) -> dict[str, str]:
        lines = (self.folder / f"env.{command}").read_text().splitlines()
        return dict(line.partition("=")[::2] for line in lines)

    def begun(self) -> bool:
        return (self.folder / "begun").exists()
