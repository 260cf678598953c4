"""What measures the collecting of metrics collects them."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.servers import needs


@needs("prometheus", "promtool")
def test_every_metric_is_read_and_the_rate_is_printed(tmp_path):
    env = {"PATH": os.environ["PATH"], "RUNGS_DATA": str(tmp_path)}
    env["DATABASE_URL"] = f"sqlite:///{tmp_path}/db.sqlite3"
    argv = [sys.executable, "-m", "bench.metrics", "--metrics", "4", "--repeat", "1"]
    done = subprocess.run(argv, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "sqlite, 4 metrics, 12 samples" in done.stdout
    assert "metrics a minute" in done.stdout
