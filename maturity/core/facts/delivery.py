"""What the pipelines do for each stack: by folder, by the modules it is made of, by tool."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from maturity.core.facts.modules import Modules
from maturity.core.facts.pipelines import Pipelines, covering
from maturity.core.facts.stack import CLOUDFORMATION_PROGRAMS, CLUSTER_TOOLS, Stack
from maturity.core.pipeline import Act, Activity, Delegated, Event

# They read the code: who reads the modules a stack is made of reads the stack.
OF_CODE = frozenset({Act.FMT, Act.VALIDATE, Act.LINT, Act.SCAN, Act.POLICY, Act.TEST})
# A tool of one family says nothing about a stack of another; what is not named here serves all of them.
_FAMILIES: dict[str, frozenset[str]] = {
    "terraform": frozenset({
        "terraform", "tofu", "opentofu", "terragrunt", "terramate", "cdktf", "tflint", "tfsec", "terrascan",
        "atmos", "digger", "terrateam", "tfaction", "hcp-terraform", "leverage", "terraform-compliance",
    }),
    "cluster": CLUSTER_TOOLS | {
        "kubectl", "helmfile", "kustomize", "kubeval", "kubeconform", "kube-linter", "kube-score", "datree",
        "chart-testing", "flux-local", "flate", "argocd-diff-preview", "kyverno", "polaris", "chainsaw",
    },
    "pulumi": frozenset({"pulumi"}),
    "cloudformation": frozenset({
        "cdk", "cloudformation", "rain", "cfn-lint", "cfn-nag", "cfn-guard", *CLOUDFORMATION_PROGRAMS,
    }),
    "ansible": frozenset({"ansible", "ansible-playbook", "ansible-lint", "molecule"}),
    "packer": frozenset({"packer"}),
    "ecspresso": frozenset({"ecspresso"}),
    "bicep": frozenset({"bicep"}),
}  # fmt: skip
_FAMILY_OF = {tool: family for family, tools in _FAMILIES.items() for tool in tools}

# where -> (in which order it was first seen, what is done there)
_Places = dict[str | None, tuple[int, list[Activity]]]


class Delivery(Struct, frozen=True, dict=True):
    """A stack without a tool stands for the whole repository."""

    pipelines: Pipelines
    modules: Modules

    def doing(
        self,
        acts: Sequence[Act],
        when: frozenset[Event],
        stack: Stack | None = None,
        *,
        anywhere: bool = False,
    ) -> list[Activity]:
        """What happens on one of these events for the stack; `anywhere`: in whatever folder."""
        family = _FAMILY_OF.get(stack.tool, stack.tool) if stack else ""
        places = self._by_place(tuple(acts), when, family)
        if stack is None or not stack.tool or anywhere:
            return [one for _, group in places.values() for one in group]
        here = covering(stack.directory)
        reaching = (here | self._modules_of.get(stack.directory, here)) & places.keys()
        found: list[Activity] = []
        for place in sorted(reaching, key=lambda place: places[place][0]):
            group = places[place][1]
            found += group if place in here else [one for one in group if one.act in OF_CODE]
        return found

    def outside(self, acts: Sequence[Act], when: frozenset[Event]) -> Delegated | None:
        """The first thing in another repository that may do one of the acts on one of the events."""
        for act in acts:
            for one in self.pipelines.delegated_that_might(act, when):
                return one
        return None

    def closest(self, acts: Sequence[Act], when: frozenset[Event]) -> Sequence[Activity]:
        """For a "no": what is done of that at all, at most three, those of the right moment first."""
        key = (tuple(acts), when)
        if key not in self._closest:
            seen = sorted(self.pipelines.doing(*acts), key=lambda one: one.events.isdisjoint(when))
            lines: dict[tuple[str, int], Activity] = {}
            for one in seen:
                lines.setdefault((one.at.path, one.at.line), one)
            self._closest[key] = tuple(lines.values())[:3]
        return self._closest[key]

    def _by_place(self, acts: tuple[Act, ...], when: frozenset[Event], family: str) -> _Places:
        known = self._places.get((acts, when, family))
        if known is None:
            known = self._places[acts, when, family] = {}
            for one in self.pipelines.doing(*acts):
                if not one.events.isdisjoint(when):
                    _, group = known.setdefault(one.directory, (len(known), []))
                    if not family or _FAMILY_OF.get(one.tool, family) == family:
                        group.append(one)
        return known

    @cached_property
    def _places(self) -> dict[tuple[tuple[Act, ...], frozenset[Event], str], _Places]:
        return {}

    @cached_property
    def _closest(self) -> dict[tuple[tuple[Act, ...], frozenset[Event]], tuple[Activity, ...]]:
        return {}

    @cached_property
    def _modules_of(self) -> dict[str, frozenset[str | None]]:
        """Folder of a stack -> where work reaches all local modules that carry its code."""
        found: dict[str, frozenset[str | None]] = {}
        for call in self.modules.calls:
            if call.target:
                there = covering(call.target)
                found[call.directory] = found.get(call.directory, there) & there
        return found


def collect(pipelines: Pipelines, modules: Modules) -> Delivery:
    return Delivery(pipelines, modules)
