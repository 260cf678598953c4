"""docs/api.md names what the API takes, answers and refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from maturity.api import reference
from maturity.api.schemas import Sent, StackState, Taken
from maturity.api.urls import api
from maturity.verbs import all_verbs

PAGES = Path(__file__).parents[3] / "docs"
PAGE = (PAGES / "api.md").read_text()
PARAMETERS = {field.alias or name for name, field in Sent.model_fields.items()}


@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_every_parameter_is_on_the_page(name: str):
    assert f"`{name}`" in PAGE


def test_every_field_of_an_answer_is_on_the_page():
    (answer,) = re.findall(r"The answer is 201: `\{([^}]+)\}`", PAGE)
    assert set(re.findall(r'"(\w+)"', answer)) == set(Taken.model_fields)


def test_what_is_said_of_a_stack_is_a_field_of_it():
    (told,) = re.findall(r"Each has (.+?)\.\n", PAGE, re.S)
    fields = set(re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", told)))
    assert {"finding", "freshness", "drifted_since"} <= fields <= set(StackState.model_fields)


def test_the_reference_is_current():
    made = reference.page(api.get_openapi_schema())
    assert (PAGES / "api_reference.md").read_text() == made, "run `manage.py api_docs`"


def test_the_reference_names_every_operation_parameter_and_field():
    made = reference.page(api.get_openapi_schema())
    assert {"## POST /api/v1/runs", "## GET /api/v1/stacks", "### StackState"} <= set(made.splitlines())
    for name in PARAMETERS | set(Taken.model_fields) | set(StackState.model_fields) - {"import_"}:
        assert f"| `{name}` |" in made


def test_every_verb_is_on_the_page():
    for verb in all_verbs():
        assert f"| `{verb}` |" in PAGE
