"""Actions and tasks that run a command given as an input: `follow` reads it like any script."""

from __future__ import annotations

from maturity.core.known._row import Row

ROWS = (
    Row(
        names=("nick-fields/retry", "nick-invision/retry", "wandalen/wretry.action", "akiojin/retry-action"),
        script=("command",),
    ),
    Row(names=("devcontainers/ci",), script=("runcmd",)),
    Row(names=("addnab/docker-run-action", "maus007/docker-run-action-fork"), script=("run",)),
    Row(
        names=("nix-community/nix-develop-action", "workflow/nix-shell-action"), script=("script", "command")
    ),
    Row(names=("borales/actions-yarn",), tool="yarn", script=("cmd",)),
    Row(names=("jdx/mise-action", "asdf-vm/actions/setup", "asdf-vm/actions/install")),
    Row(names=("dagger/dagger-for-github", "earthly/actions-setup")),
    Row(
        names=("tj-actions/run-command", "mathiasvr/command-output", "catthehacker/retry"),
        script=("command", "run"),
    ),
    Row(names=("gabrielbb/xvfb-action", "coactions/setup-xvfb"), script=("run",)),
    Row(
        names=(
            "docker/bake-action",
            "docker/build-push-action",
            "docker/login-action",
            "docker/metadata-action",
        )
    ),
    Row(
        names=("task:bash@*", "task:bash", "task:cmdline", "task:shellscript"),
        script=("script", "inlinescript"),
    ),
    Row(names=("task:azurecli",), script=("inlinescript",)),
    Row(names=("task:awsshellscript",), script=("inlinescript",)),
)
