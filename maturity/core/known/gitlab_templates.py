"""Templates GitLab ships, and the catalogue's OpenTofu component."""

from __future__ import annotations

from maturity.core.known._row import Does, Row
from maturity.core.pipeline import Act, Event

_DEFAULT = frozenset({Event.DEFAULT})
_WHERE = ("tf_root", "root_dir", "gitlab_tofu_root_dir")
_CHECKS = (Does(Act.FMT, why="allow_failure: true"), Does(Act.VALIDATE))
_PLAN = (Does(Act.PLAN), Does(Act.PLAN_COMMENT, note="plan report in the merge request"))
_MANUAL = Does(Act.APPLY, events=_DEFAULT, note="when: manual")


def _jobs(does: tuple[Does, ...], *names: str) -> Row:
    """Hidden jobs a pipeline extends: `.terraform:build`, `.opentofu:plan`."""
    patterns = tuple(f"*#.{name}" for name in names)
    return Row(names=patterns, tool="terraform", does=does, directory=_WHERE)


ROWS = (
    Row(
        names=(
            "template:terraform.gitlab-ci.yml",
            "template:terraform.latest.gitlab-ci.yml",
            "template:terraform/module.gitlab-ci.yml",
        ),
        tool="terraform",
        does=(*_CHECKS, *_PLAN, _MANUAL),
        directory=_WHERE,
    ),
    Row(
        names=(
            "template:terraform/base.gitlab-ci.yml",
            "template:terraform/base.latest.gitlab-ci.yml",
            "template:terraform/module-base.gitlab-ci.yml",
        ),
        tool="terraform",
    ),
    _jobs((Does(Act.FMT),), "terraform:fmt", "opentofu:fmt"),
    _jobs((Does(Act.VALIDATE),), "terraform:validate", "opentofu:validate"),
    _jobs(_PLAN, "terraform:build", "terraform:plan", "opentofu:plan", "opentofu:build"),
    _jobs((Does(Act.APPLY),), "terraform:deploy", "terraform:apply", "opentofu:apply", "opentofu:deploy"),
    _jobs((Does(Act.DESTROY),), "terraform:destroy", "opentofu:destroy"),
    _jobs((Does(Act.TEST),), "opentofu:test", "terraform:test"),
    Row(
        names=("component:*/opentofu/full-pipeline", "component:*/opentofu/validate-plan-apply"),
        tool="tofu",
        does=(
            *_CHECKS,
            *_PLAN,
            Does(Act.APPLY, "auto_apply", events=_DEFAULT),
            Does(Act.APPLY, "!auto_apply", events=_DEFAULT, note="when: manual"),
        ),
        directory=_WHERE,
    ),
    Row(
        names=("component:*/opentofu/validate-plan", "component:*/opentofu/validate-plan-destroy"),
        tool="tofu",
        does=(*_CHECKS, *_PLAN),
        directory=_WHERE,
    ),
    Row(names=("component:*/opentofu/plan",), tool="tofu", does=_PLAN, directory=_WHERE),
    Row(names=("component:*/opentofu/fmt",), tool="tofu", does=(Does(Act.FMT),), directory=_WHERE),
    Row(
        names=("component:*/opentofu/validate", "component:*/opentofu/graph"),
        tool="tofu",
        does=(Does(Act.VALIDATE),),
        directory=_WHERE,
    ),
    Row(names=("component:*/opentofu/test",), tool="tofu", does=(Does(Act.TEST),), directory=_WHERE),
    Row(names=("component:*/opentofu/apply",), tool="tofu", does=(Does(Act.APPLY),), directory=_WHERE),
    Row(
        names=("component:*/opentofu/destroy", "component:*/opentofu/delete-state"),
        tool="tofu",
        does=(Does(Act.DESTROY),),
        directory=_WHERE,
    ),
    Row(names=("component:*/opentofu/*",), tool="tofu"),
    Row(
        names=(
            "template:jobs/sast-iac.gitlab-ci.yml",
            "template:jobs/sast-iac.latest.gitlab-ci.yml",
            "template:security/sast-iac.gitlab-ci.yml",
            "template:security/sast-iac.latest.gitlab-ci.yml",
            "template:sast-iac.gitlab-ci.yml",
            "template:sast-iac.latest.gitlab-ci.yml",
            "component:*/sast-iac/*",
            "component:*/sast/iac-sast",
        ),
        tool="kics",
        does=(Does(Act.SCAN, why="it reports and never fails the pipeline"),),
    ),
    Row(names=("template:*",), tool="gitlab"),
)
