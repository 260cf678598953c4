"""The shell all systems share: it waits for the gate, takes the ticket, and tells of deployments."""

from __future__ import annotations

from msgspec import Struct

from releases.core.snippets._way import Way

SEND = '-H "Authorization: Bearer $RUNGS_TOKEN" -H "Content-Type: application/json"'
REST = "# Set ARTIFACT to the digest of the image, sha256:..., when there is one, and VERSION without a tag"


class Ci(Struct, frozen=True, kw_only=True):
    """How a system names things, in shell. version: a tag; run: tells jobs apart; page: for people.

    commit  what is checked out, which is not known to be that of a version that was set by hand
    """

    version: str
    run: str
    page: str = ""
    commit: str = ""


def ask(way: Way, ci: Ci) -> tuple[str, ...]:
    """Lines for `sh`. They end the script with 1 blocked, 2 wrong, 3 time over, or let it go on."""
    return (
        REST,
        f'VERSION="${{VERSION:-{ci.version}}}"; VERSION="${{VERSION#v}}"',
        'LIMIT="${GATE_WAIT:-3600}"  # seconds to wait; 0 asks once',
        "rungs_ask() {",
        f"  curl -sS --max-time 90 -o rungs.gate.json -w '%{{http_code}}' {SEND} \"$@\" || true",
        "}",
        "rungs_gate() {",
        f'  gate="{way.url}/api/v1/gates/{way.application}@$VERSION"',
        '  end=$(($(date +%s) + LIMIT)); wait=50; [ "$LIMIT" -ge 50 ] || wait=$LIMIT',
        "  while :; do",
        '    code=$(rungs_ask "$gate?wait=$wait"); why=2',
        '    if [ "$code" = 200 ] && grep -q \'"allowed": true\' rungs.gate.json; then',
        '      digest=${ARTIFACT:-$(sed -n \'s/.*"digest": "\\([0-9a-f]*\\)".*/\\1/p\' rungs.gate.json)}',
        '      body="{\\"environment\\": \\"prod\\", \\"digest\\": \\"$digest\\"}"',
        f'      code=$(rungs_ask -H "Idempotency-Key: {ci.run}" -d "$body" "$gate")',
        '      case "$code" in 200) return 0 ;; 409) return 1 ;; esac',
        '    elif [ "$code" = 200 ]; then',
        "      why=1",
        "      if grep -q '\"retry_after\": null' rungs.gate.json; then return 1; fi",
        "    fi",
        '    case "$code" in 200 | 429 | 5?? | 000*) ;; *) return 2 ;; esac',
        '    if [ "$(date +%s)" -ge "$end" ]; then [ "$LIMIT" = 0 ] && return $why; return 3; fi',
        "    sleep 5",
        "  done",
        "}",
        "rungs_gate && code=0 || code=$?",
        '[ "$code" = 0 ] || cat rungs.gate.json || true',
        "rm -f rungs.gate.json",
        '[ "$code" = 0 ] || exit "$code"  # 1 blocked, 2 wrong, 3 time over',
    )


def tell(way: Way, ci: Ci, environment: str = "prod") -> tuple[str, ...]:
    """Lines for after the deployment. RESULT is failed when it failed. One job may deploy to both."""
    run = ci.run if environment == "prod" else f"{ci.run}-{environment}"
    told = {
        "application": way.application, "environment": environment, "version": "$VERSION",
        "commit": "$COMMIT", "artifact": "$ARTIFACT", "result": "${RESULT:-succeeded}", "id": run,
        "url": ci.page,
    }  # fmt: skip
    body = ", ".join(f'\\"{name}\\": \\"{value}\\"' for name, value in told.items() if value)
    return (
        REST,
        f'COMMIT="${{COMMIT:-$([ -n "${{VERSION:-}}" ] || echo "{ci.commit}")}}"',
        f'VERSION="${{VERSION:-{ci.version}}}"; VERSION="${{VERSION#v}}"; ARTIFACT="${{ARTIFACT:-}}"',
        f"curl -sS --fail-with-body --retry 3 {SEND} \\",
        f'  -d "{{{body}}}" "{way.url}/api/v1/deployments"',
    )
