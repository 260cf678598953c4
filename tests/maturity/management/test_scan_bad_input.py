"""What `manage.py scan` says about input that cannot be scanned, and how it goes on without a part of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.gitrepo import GitRepo
from tests.servers import git_http

TERRAFORM = 'terraform {\n  backend "s3" {}\n}\nresource "aws_s3_bucket" "logs" {}\n'


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    return GitRepo(tmp_path / "served" / "acme" / "infra")


@pytest.fixture
def reachable(settings: Any) -> None:
    settings.RUNGS_ALLOW_HTTP = settings.RUNGS_ALLOW_PRIVATE_ADDRESSES = True


@pytest.fixture
def served(repo: GitRepo, reachable: None) -> Iterator[str]:
    with git_http(repo.path.parent.parent) as base:
        yield f"{base}/acme/infra"


def refusal(where: object) -> str:
    """The one sentence, which comes with exit code 2."""
    with pytest.raises(CommandError) as refused:
        call_command("scan", str(where), stdout=StringIO())
    assert refused.value.returncode == 2
    sentence = str(refused.value)
    assert "\n" not in sentence
    assert "Error" not in sentence
    return sentence.replace(str(where), "HERE")


def scanned(where: object, *args: str) -> dict[str, Any]:
    out = StringIO()
    call_command("scan", str(where), "--format", "json", *args, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def unread(where: object) -> dict[str, str]:
    """Path and reason of all that was not read; the Terraform beside it was judged all the same."""
    found = scanned(where)
    assert found["practices"]["declarative_iac"] is True
    return {one["path"]: one["reason"] for one in found["unreadable"]}


def test_a_bad_address_ends_a_real_process_with_two_and_one_line(tmp_path):
    argv = [sys.executable, "manage.py", "scan", str(tmp_path)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"CommandError: {tmp_path} is not a git repository\n"


def test_what_is_no_repository_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    assert refusal(tmp_path) == "HERE is not a git repository"
    assert refusal(tmp_path / "file") == "HERE is not a folder"
    assert refusal(tmp_path / "nowhere") == "HERE is not a folder"


def test_an_empty_repository_is_refused(repo):
    assert refusal(repo.path) == "HERE has no commits yet"


def test_a_head_that_names_no_branch_is_refused(repo):
    repo.commit({"main.tf": TERRAFORM})
    repo.git("symbolic-ref", "HEAD", "refs/heads/gone")
    assert refusal(repo.path) == "HERE has no default branch: HEAD names a branch that does not exist"


def test_a_detached_head_is_scanned(repo):
    sha = repo.commit({"main.tf": TERRAFORM})
    repo.git("checkout", "--quiet", "--detach")
    assert scanned(repo.path)["commit"] == sha


def test_a_server_that_does_not_answer_is_told(reachable):
    assert refusal("http://127.0.0.1:1/acme/infra") == "127.0.0.1 does not answer, or not as a git server."


def test_a_host_nobody_knows_is_told(monkeypatch):
    def unknown(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr("socket.getaddrinfo", unknown)
    assert refusal("https://nowhere.example/a/b") == "The host nowhere.example cannot be found."


def test_a_repository_that_is_not_there_is_told(served):
    assert refusal(f"{served}-gone") == "There is no repository at HERE."


def test_an_empty_or_headless_repository_on_a_server_is_told(repo, served):
    assert refusal(served) == "HERE has no commits on a default branch."
    repo.commit({"main.tf": TERRAFORM})
    repo.git("symbolic-ref", "HEAD", "refs/heads/gone")
    assert refusal(served) == "HERE has no commits on a default branch."


def test_a_private_repository_is_told_from_a_broken_one(repo, reachable):
    repo.commit({"main.tf": TERRAFORM})
    with git_http(repo.path.parent.parent, "bot:hunter2") as base:
        sentence = refusal(f"{base}/acme/infra")
    assert sentence == "There is no public repository at HERE, or it needs a login."


@pytest.mark.parametrize(
    "address",
    [
        "https://bot:hunter2@github.com/a/b",
        "https://hunter2@github.com/a/b",
        "http://bot:hunter2@127.0.0.1/a",
    ],
)
def test_a_login_in_an_address_is_refused_and_never_repeated(address, reachable, caplog):
    sentence = refusal(address)
    assert sentence.startswith("Leave the user and the password out of the address")
    assert "hunter2" not in sentence + caplog.text


@pytest.mark.parametrize(
    "address",
    ["ext::sh -c touch% x", "--upload-pack=touch x", "ssh://-oProxyCommand=x/a/b", "git@github.com:a/b",
     "ssh://git@github.com/a/b", "git://github.com/a/b", "ftp://github.com/a/b", "https://github.com",
     "file://other/srv/x", "https://127.0.0.1/a/b", "https://[::1]/a/b", "https://169.254.169.254/latest/x"],
)  # fmt: skip
def test_an_address_that_is_none_or_leads_inside_is_refused(address):
    assert refusal(address).endswith(".")


@contextmanager
def objects(repo: GitRepo, path: str) -> Iterator[Path]:
    """The file in which git keeps a content."""
    sha = repo.git("rev-parse", f"HEAD:{path}")
    file = repo.path / ".git" / "objects" / sha[:2] / sha[2:]
    file.chmod(0o644)
    yield file


def test_missing_and_broken_contents_cost_one_file_each(repo):
    repo.commit({"main.tf": TERRAFORM, "gone.tf": "# gone\n", "broken.tf": "# broken\n"})
    with objects(repo, "gone.tf") as file:
        file.unlink()
    with objects(repo, "broken.tf") as file:
        file.write_bytes(b"x")
    assert unread(repo.path) == dict.fromkeys(
        ["gone.tf", "broken.tf"], "its content is missing from the repository"
    )


def test_a_file_of_a_hundred_megabytes_costs_itself(repo):
    repo.commit({"main.tf": TERRAFORM, "big.tf": b"#" * 100_000_000})
    assert unread(repo.path) == {"big.tf": "larger than 5,000,000 bytes"}


def test_links_and_submodules_are_never_followed(repo):
    sha = repo.commit({"main.tf": TERRAFORM})
    for name, target in (
        ("out.tf", "../../../../etc/passwd"), ("abs.tf", "/etc/passwd"), ("loop.tf", "loop.tf"), ("dir", "."),
    ):  # fmt: skip
        (repo.path / name).symlink_to(target)
    repo.git("add", "--all")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{sha},module")
    repo.git("commit", "--quiet", "-m", "links")
    link = "a symbolic link: links are not followed"
    assert unread(repo.path) == {
        "out.tf": link, "abs.tf": link, "loop.tf": link, "dir": link,
        "module": "a submodule: it lies in another repository",
    }  # fmt: skip


def test_odd_names_are_read_and_shown_on_one_line(repo):
    blob = repo.blob(TERRAFORM.encode())
    names = [
        "a b/main.tf",
        "new\nline.tf",
        "\x1b[2J.tf",
        "-rf.tf",
        "100%.tf",
        "CON.tf",
        "a:b?.tf",
        "é.tf",
        "\\.tf",
    ]
    raw = [*(name.encode() for name in names if "/" not in name), b"\xff.tf"]
    repo.tree(b"".join(f"100644 blob {blob}\t".encode() + name + b"\0" for name in raw))
    assert unread(repo.path) == {"\\xff.tf": "its name is not UTF-8"}
    assert scanned(repo.path)["files"] == len(raw) - 1
    out = StringIO()
    call_command("scan", str(repo.path), stdout=out)
    assert "\x1b[2J" not in out.getvalue()


def test_files_that_do_not_parse_cost_themselves(repo):
    laughs = "a: &a [x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(20)
    )
    ci = ".github/workflows/"
    repo.commit({
        "main.tf": TERRAFORM, "half.tf": 'resource "a" "b" {\n  x = "${', "marks.tf": "<<<<<<< HEAD\n}}}\n",
        f"{ci}bomb.yml": laughs, f"{ci}deep.yml": "[" * 60_000, f"{ci}scalar.yml": f"a: '{'x' * 2_000_000}'",
        f"{ci}tab.yml": "on:\n\tpush:\n", f"{ci}nul.yml": b"on: \0",
    })  # fmt: skip
    told = unread(repo.path)
    assert told.pop("half.tf") == told.pop("marks.tf") == "some of it is not valid HCL and was passed over"
    assert told.keys() == {f"{ci}deep.yml", f"{ci}scalar.yml", f"{ci}tab.yml", f"{ci}nul.yml"}
    assert all(reason and "\n" not in reason for reason in told.values())


def test_workflows_that_call_themselves_or_each_other_end(repo):
    def calling(name: str) -> str:
        return (
            f"on: [pull_request, workflow_call]\njobs:\n  a:\n    uses: ./.github/workflows/{name}.yml\n"
            "  b:\n    runs-on: x\n    steps: [{run: terraform plan}]\n"
        )

    ci = ".github/workflows/"
    calls = {f"{ci}self.yml": calling("self"), f"{ci}one.yml": calling("two"), f"{ci}two.yml": calling("one")}
    action = {"act/action.yml": "runs:\n  using: composite\n  steps: [{uses: ./act}]\n"}
    make = {"Makefile": "a: b\n\tmake b\nb: a\n\t$(MAKE) a\n"}
    repo.commit({"main.tf": TERRAFORM, **calls, **action, **make})
    assert scanned(repo.path)["practices"]["plan_on_pr"] is True


@pytest.mark.slow
def test_two_hundred_thousand_files_are_scanned_in_bounded_memory(repo):
    blobs = "".join(f'blob\nmark :{n}\ndata <<.\nvariable "v{n}" {{}}\n.\n\n' for n in range(1, 1_001))
    files = "".join(f"M 100644 :{n % 1_000 + 1} d{n // 500}/f{n}.tf\n" for n in range(200_000))
    head = "commit refs/heads/main\ncommitter Ada <ada@example.com> 1767225600 +0000\ndata 0\n"
    repo.git("fast-import", "--quiet", stdin=(blobs + head + files).encode())
    # Between us and the scan: a process inherits the high-water mark of the one it was forked from.
    weigh = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)"
    )
    argv = [
        sys.executable,
        "-c",
        weigh,
        sys.executable,
        "manage.py",
        "scan",
        str(repo.path),
        "--format",
        "json",
    ]
    done = subprocess.run(argv, capture_output=True, check=True, env={**os.environ, "RUNGS_DATA": "/nowhere"})
    assert json.loads(done.stdout)["files"] == 200_000
    assert int(done.stderr.split()[-1]) < 600_000  # kilobytes
