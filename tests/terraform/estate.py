"""Something real to plan: a provider in a mirror, a state that was applied once, and files to change."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

SECRET = "hunter2-of-the-database"
LOCK_FILE = ".terraform.lock.hcl"
CONFIG = """provider_installation {{
  filesystem_mirror {{
    path    = "{mirror}"
    include = ["local.test/*/*"]
  }}
}}
"""
MAIN = """terraform {{
  required_providers {{ localfile = {{ source = "local.test/demo/localfile" }} }}
  {backend}
}}
resource "localfile_json" "web" {{
  path   = "{data}/web.json"
  values = {{ size = "t3.small" }}
}}
resource "localfile_json" "db" {{
  path   = "{data}/db.json"
  values = {{ engine = "postgres" }}
  secret = "{secret}"
}}
"""
PLATFORMS = ("linux_amd64", "linux_arm64")


class Estate:
    """Made once for all tests; each gets its files back as they were applied.

    config  the CLI configuration that names the mirror
    state   what was applied
    files   of the stack, as they are committed
    """

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.config = folder / "terraform.rc"
        self._applied = folder / "applied"
        stack = folder / "stack"
        for made in (self.data, stack):
            made.mkdir(parents=True)
        _install(folder / "mirror")
        self.config.write_text(CONFIG.format(mirror=folder / "mirror"))
        self.state = folder / "state.json"
        self.main = self.using(f'backend "local" {{ path = "{self.state}" }}')
        (stack / "main.tf").write_text(self.main)
        env = {"PATH": os.environ["PATH"], "HOME": str(folder), "CHECKPOINT_DISABLE": "1"}
        for words in (["init"], ["apply", "-auto-approve"]):
            subprocess.run(
                ["terraform", *words, "-input=false", "-no-color"], cwd=stack, check=True,
                env={**env, "TF_CLI_CONFIG_FILE": str(self.config)}, timeout=100, capture_output=True,
            )  # fmt: skip
        self.files = {"main.tf": self.main, LOCK_FILE: (stack / LOCK_FILE).read_text()}
        shutil.copytree(self.data, self._applied)

    def using(self, backend: str) -> str:
        """The configuration with its state elsewhere."""
        return MAIN.format(backend=backend, data=self.data, secret=SECRET)

    def restore(self) -> None:
        shutil.rmtree(self.data)
        shutil.copytree(self._applied, self.data)

    def change(self, name: str, values: Mapping[str, str]) -> None:
        """Out of band: nobody tells terraform."""
        file = self.data / f"{name}.json"
        file.write_text(json.dumps({**json.loads(file.read_text()), "values": values}))

    @property
    def hold(self) -> Path:
        """While it lies there, the provider does not answer."""
        return self.data / "hold"

    @property
    def held(self) -> Path:
        """The provider has begun to wait."""
        return self.data / "held"


def _install(mirror: Path) -> None:
    program = Path(__file__).with_name("provider.py").read_text()
    for platform in PLATFORMS:
        file = mirror / "local.test/demo/localfile/0.1.0" / platform / "terraform-provider-localfile_v0.1.0"
        file.parent.mkdir(parents=True)
        file.write_text(f"#!{sys.executable}\n{program}")
        file.chmod(0o755)
