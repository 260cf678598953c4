"""Rules of the organisation written as code."""

from __future__ import annotations

from msgspec import Struct

from maturity.core.files import Files
from maturity.core.paths import folder, is_sample
from maturity.core.readers.hcl import HclFile
from maturity.core.readers.manifest import Manifest, Manifests
from maturity.core.readers.policy import PolicyFile
from maturity.core.readers.pulumi import PulumiFile, role_of
from maturity.core.source import Source


class Policy(Struct, frozen=True, kw_only=True):
    """One file of rules, or one policy object.

    language  "rego", "sentinel", "kyverno", "gatekeeper", "admission", "pulumi", "checkov", "cfn-guard", …
    subject   what it judges: "plan", "code", "manifests", "pulumi", "template", "" when not known
    enforced  False: it only warns or audits; None: the caller decides
    tested    tests of the rules lie beside it
    """

    language: str
    at: Source
    subject: str = ""
    enforced: bool | None = None
    rules: int = 0
    tested: bool = False


class Policies(Struct, frozen=True):
    files: tuple[Policy, ...] = ()


_SERVER_SIDE = {"tfe_policy_set": "sentinel", "tfe_policy": "sentinel", "spacelift_policy": "spacelift"}
_AUDIT = frozenset({"audit", "warn", "dryrun", "Audit", "Warn"})


def collect(files: Files) -> Policies:
    found = [*_written(files), *_pulumi(files), *_objects(files), *_server_side(files)]
    return Policies(tuple(sorted(found, key=lambda one: one.at)))


def _written(files: Files) -> list[Policy]:
    seen = {path: one for path, one in files.of(PolicyFile).items() if not is_sample(path)}
    tested = {folder(path) for path, one in files.of(PolicyFile).items() if one.tests}
    return [
        Policy(
            language=one.language,
            at=Source(path, one.line),
            subject=one.subject,
            enforced=one.enforced,
            rules=one.rules,
            tested=bool(one.tests) or folder(path) in tested,
        )
        for path, one in seen.items()
        if one.rules
    ]


def _pulumi(files: Files) -> list[Policy]:
    return [
        Policy(language="pulumi", at=Source(path), subject="pulumi")
        for path in files.of(PulumiFile) if role_of(path) == "policy" and not is_sample(path)
    ]  # fmt: skip


def _objects(files: Files) -> list[Policy]:
    found = []
    for path, manifests in files.of(Manifests).items():
        for document in manifests.documents:
            language = _language(document)
            if language and not is_sample(path):
                at = Source(path, document.line)
                found.append(
                    Policy(
                        language=language, at=at, subject="manifests", enforced=_enforced(document), rules=1
                    )
                )
    return found


def _language(document: Manifest) -> str:
    if document.group in ("kyverno.io", "policies.kyverno.io") and document.kind.endswith("Policy"):
        return "kyverno"
    if document.group in ("constraints.gatekeeper.sh", "templates.gatekeeper.sh"):
        return "gatekeeper"
    return "admission" if document.kind == "ValidatingAdmissionPolicy" else ""


def _enforced(document: Manifest) -> bool | None:
    action = document.value("spec.validationFailureAction") or document.value(
        "spec.rules.validate.failureAction"
    )
    action = action or document.value("spec.enforcementAction") or document.value("spec.validationActions")
    return action not in _AUDIT if action else None


def _server_side(files: Files) -> list[Policy]:
    found = files.each(HclFile, _in_terraform)
    return [policy for path, policies in found.items() if not is_sample(path) for policy in policies]


def _in_terraform(path: str, content: HclFile) -> list[Policy]:
    return [
        Policy(language=language, at=Source(path), subject="plan", rules=content.resources[kind])
        for kind, language in _SERVER_SIDE.items() if kind in content.resources
    ]  # fmt: skip
