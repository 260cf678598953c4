"""What the job that deploys runs with a ticket."""

from __future__ import annotations

import json
import shlex


def snippet(address: str, application: str, version: str, digest: str) -> str:
    """For a shell. `address`: of Rungs itself; `digest`: of what was signed off. The ticket stays a secret
    of the job, RUNGS_TICKET.
    """
    body = json.dumps({"environment": "prod", "digest": digest, "ticket": "TICKET"})
    sent = shlex.quote(body).replace("TICKET", "'\"$RUNGS_TICKET\"'")
    place = shlex.quote(f"{address}/api/v1/gates/{application}@{version}")
    return (
        'curl -sS --fail-with-body -H "Authorization: Bearer $RUNGS_TOKEN" \\\n'
        '  -H "Content-Type: application/json" \\\n'
        f"  -d {sent} \\\n"
        f"  {place}\n"
    )
