"""The shell all systems share: it plans, sends what came of it, and fails for errors alone."""

from __future__ import annotations

import shlex

from msgspec import Struct

from maturity.core.snippets._place import Place

PLAN, PACKED = "rungs.tfplan", "rungs.json.gz"
_BINARIES = {"opentofu": "tofu", "terragrunt": "terragrunt"}
GET_CURL = "command -v curl > /dev/null || apk add --no-cache curl"


class Ci(Struct, frozen=True, kw_only=True):
    """How a system names things, in shell.

    commit  what is planned
    pull    the number of the pull request, empty when it is none: a variable's name
    branch  what is planned when it is no pull request, "" when the script is only run where it is right
    run     tells runs apart, so that what is sent twice counts once
    page    where people see the run, ""
    """

    commit: str
    pull: str
    run: str
    branch: str = ""
    page: str = ""


def binary(place: Place) -> str:
    return _BINARIES.get(place.tool, "terraform")


def plan_and_send(place: Place, ci: Ci) -> tuple[str, ...]:
    """Lines for `sh -e`, in the stack's directory."""
    program, plan = binary(place), _plan_file(place)
    options = "".join(f" -var-file={shlex.quote(one)}" for one in place.variables)
    init = "" if place.tool == "terragrunt" else f"{program} init -input=false && "
    return (
        *_workspace(place),
        f"trap 'rm -f {PLAN} {PACKED}' EXIT",
        "set +e",
        f"{init}{program} plan -detailed-exitcode -input=false -lock=false{options} -out={plan}",
        "code=$?",
        "set -e",
        f": > {PACKED}",
        'if [ "$code" -eq 0 ] || [ "$code" -eq 2 ]; then',
        f"  {program} show -json {plan} | gzip > {PACKED}",
        "fi",
        *_about(ci),
        *curl(place, ci.run, f"exit_code=$code&commit={ci.commit}$about"),
        f'  || [ -n "${ci.pull}" ]  # a pull request does not wait for Rungs',
        '[ "$code" -eq 2 ] || exit "$code"  # 2 means changes: a bare exit "$code" fails for them too',
    )


def send_applied(place: Place, ci: Ci) -> tuple[str, ...]:
    """Lines for after the apply of the saved plan `tfplan`, in the same directory."""
    return (
        f"{binary(place)} show -json tfplan | gzip > {PACKED}",
        *curl(place, f"{ci.run}-apply", f"purpose=apply&exit_code=0&commit={ci.commit}"),
        '  || echo "Rungs did not take it"',
        f"rm -f {PACKED}",
    )


def _plan_file(place: Place) -> str:
    """Terragrunt runs elsewhere than it is called."""
    return f'"$PWD/{PLAN}"' if place.tool == "terragrunt" else PLAN


def _workspace(place: Place) -> tuple[str, ...]:
    return (f"export TF_WORKSPACE={shlex.quote(place.workspace)}",) if place.workspace else ()


def _about(ci: Ci) -> tuple[str, ...]:
    branch = f"&ref={ci.branch}" if ci.branch else ""
    page = f"&url={ci.page}" if ci.page else ""
    return (f'about="{branch}{page}"', f'[ -z "${ci.pull}" ] || about="&pull_request=${ci.pull}{page}"')


def curl(place: Place, key: str, query: str) -> tuple[str, ...]:
    """Sends the packed plan; the last line goes on, with what is done when it was not taken."""
    return (
        f"curl -sS --fail-with-body --retry 3 --data-binary @{PACKED} \\",
        '  -H "Authorization: Bearer $RUNGS_TOKEN" -H "Content-Type: application/json" \\',
        f'  -H "Content-Encoding: gzip" -H "Idempotency-Key: {key}" \\',
        f'  "{place.url}/api/v1/runs?{place.query}&{query}" \\',
    )
