"""The expression language: what it gives, and that it survives anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.ci.github_actions import templates, values
from maturity.core.ci.github_actions.evaluate import evaluate
from maturity.core.ci.github_actions.grammar import parse
from maturity.core.ci.github_actions.situation import Here
from maturity.core.ci.github_actions.values import Placeholder, Unknown, Value
from maturity.core.ci.github_actions.worlds import Ground, World
from maturity.core.pipeline import Event

WORLD = World(Event.DEFAULT, "push", "main")
HERE = Here(WORLD, Ground("ours/infra", "main", known=True), files=lambda _: True,
            inputs={"dir": "infra", "on": True}, env={"region": "eu"}, matrix={"env": "prod"})  # fmt: skip
PIECES = [
    "github.ref", "github.event.labels.*.name", "inputs.on", "steps.x.outputs['y']", "'text'", "''", "0x1f",
    "-1.5", "true", "null", "==", "!=", "<", "<=", "&&", "||", "!", "(", ")", "[", "]", ",", ".", "*",
    "contains(", "startsWith(", "format(", "fromJSON(", "toJSON(", "hashFiles(", "success()", "failure()",
    "{0}", "'", " ", "é",
]  # fmt: skip


def result(expression: str) -> Value:
    tree = parse(expression)
    assert tree is not None, expression
    return evaluate(tree, HERE)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("'it''s'", "it's"),
        ("1 == '1'", True),
        ("'Main' == 'main'", True),
        ("null == ''", True),
        ("true == 'true'", False),
        ("0xff > 1e1 && 2 >= 2", True),
        ("'a' && 'b' || 'c'", "b"),
        ("'' && 'b' || 'c'", "c"),
        ("!inputs.on || !!inputs.on", True),
        ("(1 < 2) == true", True),
        ("contains('Hello', 'hell') && endsWith('abc', 'C')", True),
        ("contains(fromJSON('[1, 2]'), 2)", True),
        ("join(fromJSON('[\"a\", \"b\"]'), '-')", "a-b"),
        ("format('{0}/{1} {{x}}', inputs.dir, matrix.env)", "infra/prod {x}"),
        ('fromJSON(\'{"A": {"b": [5]}}\').a.b[0]', 5.0),
        ("github['event_name']", "push"),
        ("GitHub.Ref_Name", "main"),
        ("matrix.none == null", True),
        ("toJSON(inputs.on)", "true"),
    ],
)
def test_expressions_give_what_github_gives(expression: str, expected: Value) -> None:
    assert result(expression) == expected


@pytest.mark.parametrize(
    ("expression", "truth"),
    [
        ("vars.X || true", True),
        ("vars.X && false", False),
        ("vars.X && vars.Y", None),
        ("!(vars.X && false)", True),
        ("vars.X == 'a' || vars.X != 'a'", None),
        ("steps.a.outputs.b", None),
        ("github.sha != ''", True),
    ],
)
def test_unknown_values_leave_decided_what_is_decided(expression: str, truth: bool | None) -> None:
    assert values.truth(result(expression)) is truth


def test_a_decision_at_run_time_is_certain_and_one_by_identity_is_not() -> None:
    elsewhere = HERE._replace(ground=Ground())
    assert templates.decide("steps.a.outputs.b == 'x'", elsewhere).certain
    assert not templates.decide("github.repository == 'x/y'", elsewhere).certain
    assert templates.decide("github.repository == 'x/y' || vars.ON", elsewhere).certain
    assert not templates.decide("github.repository == 'x/y' && vars.ON", elsewhere).certain


def test_only_known_holes_are_filled() -> None:
    text = "plan -chdir=${{ inputs.dir }} ${{ vars.OPTIONS }} ${{ env.REGION }} ${{ 'a}}b' }} ${{ unclosed"
    assert templates.filled(text, HERE) == "plan -chdir=infra ${{ vars.OPTIONS }} eu a}}b ${{ unclosed"


def test_a_stand_in_is_compared_but_not_written() -> None:
    here = HERE._replace(ground=Ground())
    assert isinstance(templates.value("${{ github.ref_name }}", here), Placeholder)
    assert templates.filled("x-${{ github.ref_name }}", here) == "x-${{ github.ref_name }}"
    assert templates.filled("x-${{ github.ref_name }}", HERE) == "x-main"


def test_a_text_of_one_hole_keeps_its_type() -> None:
    assert templates.value("${{ inputs.on }}", HERE) is True
    assert templates.value(" ${{ inputs.on }}", HERE) == " true"
    assert isinstance(templates.value("a-${{ vars.X }}", HERE), Unknown)


@pytest.mark.parametrize(
    "broken", ["", "a b", "a ==", "(a", "a)", "'open", "a.", "a[", "f(a,", "&&", "${{", "#"]
)
def test_what_is_not_an_expression_is_not_parsed(broken: str) -> None:
    assert parse(broken) is None


@pytest.mark.parametrize(
    "huge", ["(" * 5_000, "!" * 900, "a" + "[0]" * 900, "a && " * 1_000 + "a", "f(" * 300, "a==" * 300 + "a"]
)
def test_huge_expressions_end(huge: str) -> None:
    templates.decide(huge, HERE)
    templates.filled("${{" * 20_000 + "'" * 20_000 + huge, HERE)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_expression_raises(expression: str) -> None:
    templates.decide(expression, HERE)
    templates.decide(f"${{{{ {expression} }}}}", HERE)
    templates.filled(f"a ${{{{ {expression} }}}} b", HERE)


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    templates.decide(text, HERE)
    templates.value(f"${{{{{text}", HERE)
