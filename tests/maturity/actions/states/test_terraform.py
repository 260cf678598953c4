"""A real terraform with its S3 backend: the lock it holds is seen, and who wrote what it wrote."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from getpass import getuser
from pathlib import Path

import pytest

from maturity.actions.states import look_at_state
from maturity.adapters.aws import read_lock, session_environment
from maturity.models import Connection, Stack
from tests.cloud import REGION, Cloud
from tests.maturity.actions.states.conftest import KEY, Store
from tests.servers import kill, needs, until

pytestmark = needs("terraform")
BACKEND = """
terraform {{
  backend "s3" {{
    bucket                      = "acme-state"
    key                         = "{key}"
    region                      = "{region}"
    use_lockfile                = true
    endpoints                   = {{ s3 = "{url}" }}
    use_path_style              = true
    skip_credentials_validation = true
    skip_metadata_api_check     = true
    skip_requesting_account_id  = true
    skip_s3_checksum            = true
  }}
}}
resource "terraform_data" "waits" {{
  provisioner "local-exec" {{
    command = "until [ -e go ]; do sleep 0.05; done"
  }}
}}
"""


class Terraform:
    """In a folder of its own, as the connection's role. Its apply ends once `go` is called."""

    def __init__(self, folder: Path, connection: Connection) -> None:
        self.folder = folder
        own = {"PATH": os.environ["PATH"], "HOME": str(folder), "TF_CLI_CONFIG_FILE": os.devnull}
        self.env = {
            **own,
            "CHECKPOINT_DISABLE": "1",
            "TF_IN_AUTOMATION": "1",
            **session_environment(connection),
        }

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            ["terraform", *words, "-input=false", "-no-color"], cwd=self.folder, env=self.env,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def go(self) -> None:
        (self.folder / "go").touch()


@pytest.fixture
def terraform(cloud: Cloud, store: Store, stack: Stack, tmp_path: Path) -> Terraform:
    (tmp_path / "main.tf").write_text(BACKEND.format(key=KEY, region=REGION, url=cloud.url))
    assert stack.connection is not None
    found = Terraform(tmp_path, stack.connection)
    with found.start("init") as init:
        _, said = init.communicate(timeout=60)
    assert init.returncode == 0, said.decode()
    return found


@pytest.fixture
def apply(terraform: Terraform) -> Iterator[subprocess.Popen[bytes]]:
    with terraform.start("apply", "-auto-approve") as child:
        try:
            yield child
        finally:
            kill(child)


def test_an_apply_is_seen_while_it_holds_the_lock_and_afterwards(
    terraform: Terraform, stack: Stack, apply: subprocess.Popen[bytes]
) -> None:
    until(lambda: read_lock(stack.connection, stack) is not None, "the lock of terraform")
    held = read_lock(stack.connection, stack)
    assert held is not None
    assert (held.operation, held.who.split("@")[0]) == ("apply", getuser())
    assert held.since is not None
    terraform.go()
    _, said = apply.communicate(timeout=60)
    assert apply.returncode == 0, said.decode()
    assert read_lock(stack.connection, stack) is None
    look_at_state(stack)
    newest = stack.state_versions.order_by("-serial")[0]
    assert newest.serial is not None
    assert newest.lineage
    assert newest.terraform_version.count(".") == 2
    assert newest.who == held.who
