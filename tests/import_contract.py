"""An import contract of our own: what is added by one new file must not lean on another such file."""

from __future__ import annotations

from collections.abc import Iterator

from grimp import ImportGraph
from importlinter.application import output
from importlinter.domain import fields
from importlinter.domain.contract import Contract, ContractCheck


class MembersContract(Contract):
    """The members of a folder do not import each other, nor does a helper, `_name`, import a member.

    Only direct imports count: a member may stand on a fact that stands on another folder.
    """

    type_name = "members"
    packages = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        packages: set[str] = self.packages  # type: ignore[assignment]
        broken = [line for package in sorted(packages) for line in _imports_of_members(graph, package)]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["broken"]:
            output.print_error(line)


def _imports_of_members(graph: ImportGraph, package: str) -> Iterator[str]:
    for child in sorted(graph.find_children(package)):
        inside = {child, *graph.find_descendants(child)}
        imported = set().union(*map(graph.find_modules_directly_imported_by, inside)) - inside
        yield from (f"{child} -> {name}" for name in sorted(imported) if _is_member(name, package))


def _is_member(module: str, package: str) -> bool:
    prefix = f"{package}."
    return module.startswith(prefix) and not module.removeprefix(prefix).startswith("_")
