"""What scripts run, in whatever language."""

from __future__ import annotations

import pytest

from maturity.core.readers.script import Script, reader


def read(path: str, text: str) -> Script:
    found = reader.read(path, text.encode())
    assert found is not None
    return found


def ran(path: str, text: str) -> list[str]:
    return [" ".join(command.words) for command in read(path, text).commands if command.words]


@pytest.mark.parametrize(
    ("path", "text", "language"),
    [
        ("a.sh", "x", "shell"),
        ("bin/plan", "#!/usr/bin/env bash\nx", "shell"),
        ("bin/plan", "#!/bin/sh -e\nx", "shell"),
        ("bin/plan", "#!/usr/bin/env -S python3.11 -u\n", "python"),
        ("Rakefile", "x", "ruby"),
        ("a.mts", "x", "javascript"),
        ("a.ps1", "x", "powershell"),
    ],
)
def test_the_language_is_told_by_suffix_or_first_line(path: str, text: str, language: str) -> None:
    assert read(path, text).language == language


def test_a_file_without_either_is_no_script() -> None:
    assert reader.read("bin/plan", b"tofu plan\n") is None
    assert not reader.wants("bin/plan")


def test_a_shell_script_keeps_its_lines() -> None:
    (command,) = [one for one in read("a.sh", "#!/bin/bash\n# x\ntofu plan\n").commands if one.words]
    assert command.line == 2


@pytest.mark.parametrize(
    ("path", "text", "command"),
    [
        ("a.py", 'import subprocess\nsubprocess.run(["tofu", "plan"], check=True)', "tofu plan"),
        ("a.py", 'import subprocess\nsubprocess.check_call("tofu plan", shell=True)', "tofu plan"),
        ("a.py", 'import subprocess, shlex\nsubprocess.run(shlex.split("tofu plan"))', "tofu plan"),
        ("a.py", 'import subprocess\nsubprocess.run("tofu plan".split())', "tofu plan"),
        ("a.py", 'import subprocess\ncmd = ["tofu", "plan"]\nsubprocess.run(cmd)', "tofu plan"),
        ("a.py", 'import os\nos.system(f"tofu -chdir={folder} plan")', "tofu -chdir=${folder} plan"),
        ("a.py", 'import subprocess\nsubprocess.run([sys.executable, root / "x.py"])', "python3 $root/x.py"),
        ("a.py", 'import subprocess\nsubprocess.run(["tofu", "-chdir", str(root)])', "tofu -chdir $root"),
        ("a.py", 'import nox\nsession.run("tofu", "validate")', "tofu validate"),
        ("a.js", 'execSync("tofu plan", { cwd: "infra" })', "tofu plan"),
        ("a.ts", 'await execa("tofu", ["plan", dir])', "tofu plan $dir"),
        ("a.rb", 'sh "tofu plan"', "tofu plan"),
        ("a.rb", 'system("tofu", "plan")', "tofu plan"),
        ("a.rb", "out = `tofu plan`", "tofu plan"),
        ("a.go", 'exec.CommandContext(ctx, "tofu", "plan", dir)', "tofu plan $dir"),
        ("a.go", 'sh.RunV("tofu", "plan")', "tofu plan"),
        ("a.ps1", "& tofu plan `\n  -lock=false # x", "tofu plan -lock=false"),
        ("a.ps1", 'Start-Process -FilePath tofu -ArgumentList "plan"', "tofu plan"),
    ],
)
def test_processes_a_program_starts(path: str, text: str, command: str) -> None:
    assert ran(path, text) == [command]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", 'import subprocess\n# subprocess.run(["tofu", "plan"])\n"""subprocess.run("tofu plan")"""'),
        ("a.py", 'app.run("tofu plan")'),
        ("a.py", 'import sqlite3\ncursor.execute("tofu plan")'),
        ("a.js", '// execSync("tofu plan")\n/x/.exec("tofu plan")'),
        ("a.go", 't.Run("tofu plan", func(t *testing.T) {})'),
        ("a.ps1", '$x = "tofu plan"\n<# tofu plan #>'),
    ],
)
def test_what_starts_no_process(path: str, text: str) -> None:
    assert ran(path, text) == []


def test_where_it_runs_and_whether_it_may_fail() -> None:
    text = 'subprocess.run(["a"], cwd="infra")\nsubprocess.run(["b"], check=True)\nx = sp.run(["c"])\n'
    found = read("a.py", "import subprocess\n" + text).commands
    assert [(one.cwd, bool(one.tolerated), one.line) for one in found] == [
        ("infra", True, 1),
        ("", False, 2),
        ("", False, 3),
    ]


def test_powershell_follows_its_location() -> None:
    text = 'Set-Location infra\n$out = tofu plan\nif ($x) { cd "$env:ROOT"; tofu show }\n'
    found = read("a.ps1", text).commands
    assert [(one.words[0], one.cwd, one.captured) for one in found if one.words[0] == "tofu"] == [
        ("tofu", "infra", "out"),
        ("tofu", "$env:ROOT", ""),
    ]


@pytest.mark.parametrize(
    "call",
    [
        "subprocess.run",
        "subprocess . Popen",
        "os.system  ",
        "os.popen  # now\n ",
        "run_terraform \\\n",
        "_sh-1 ",
        "_sh-1#\n",
    ],
)
def test_a_call_is_seen_however_it_is_spaced(call: str) -> None:
    imports = "import os, subprocess\nimport subprocess\nfrom mine import run_terraform, _sh\n"
    program = f'{imports}({call}("make all"))\n'
    assert [one.words for one in read("a.py", program).commands] == [("make", "all")]


def test_a_program_that_starts_nothing_is_not_read_further() -> None:
    program = "import os\n\ndef run_all():\n    return sorted(os.environ)\n"
    assert read("a.py", program.replace("run_all", "every")) == Script("python")
    assert read("a.py", program) == Script("python", imports=("os",))


def test_imports_are_listed() -> None:
    assert read("a.py", "import boto3, os\nfrom tftest import x\n").imports == ("boto3", "tftest")
    assert read("a.ts", 'import { x } from "a"\nconst y = require("b")\n').imports == ("a", "b")
    assert read("a.go", 'import (\n  "a/b"\n  c "d"\n)\n').imports == ("a/b", "d")


def test_calls_of_a_cloud_library_are_kept() -> None:
    text = 'import boto3\nec2 = boto3.client("ec2")\nec2.create_vpc(CidrBlock="x")\nec2.describe_vpcs()\n'
    assert [(call.name, call.line, call.arguments) for call in read("a.py", text).calls] == [
        ("boto3.client", 1, ("ec2",)),
        ("ec2.create_vpc", 2, ()),
    ]


@pytest.mark.parametrize(
    ("head", "tolerated"),
    [
        ("from _support import run\n", ""),
        ("from subprocess import run\n", "its exit code is not looked at"),
        ("import subprocess\ndef run(words):\n    return subprocess.run(words, check=True)\n", ""),
        (
            "import subprocess\ndef run(words):\n    return subprocess.run(words)\n",
            "its exit code is not looked at",
        ),
    ],
)
def test_a_helper_of_the_repository_is_no_subprocess_run(head: str, tolerated: str) -> None:
    found = read("scripts/preview.py", f'{head}\n\nrun(["pulumi", "preview"])\n').commands
    assert [(one.words, one.tolerated) for one in found] == [(("pulumi", "preview"), tolerated)]


def test_a_helper_told_not_to_check_does_not() -> None:
    text = 'from _support import run_command\nrun_command(["pulumi", "preview"], check=False)\n'
    assert read("scripts/preview.py", text).commands[0].tolerated != ""
