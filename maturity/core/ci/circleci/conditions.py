"""When a CircleCI workflow or job runs: `when`, `unless`, `filters`, `triggers`."""

from __future__ import annotations

import re

from maturity.core.ci._refs import by_glob, by_regex, lets_through
from maturity.core.ci._truth import Truth, all_of, any_of, both, negate
from maturity.core.ci.circleci.parameters import Given, name_in
from maturity.core.pipeline import Event
from maturity.core.syntax.yaml import Mapping, Node, Scalar, Sequence, items, mapping, strings, text

_BRANCH_IS = re.compile(r"""\s*pipeline\.git\.branch\s*==\s*["']([^"']{1,100})["']\s*""")
_SCHEDULED = frozenset({"scheduled_pipeline", "schedule"})


def filtered(filters: Node | None, event: Event) -> Truth:
    """Whether a job's `filters` let the event through. Tags start nothing unless a filter asks for them."""
    if isinstance(filters, Scalar) and text(filters):
        named = _BRANCH_IS.fullmatch(filters)
        return _by_lists([named[1]], [], event) if named and event is not Event.TAG else None
    branches, tags = mapping(filters).get("branches"), mapping(filters).get("tags")
    if event is Event.TAG:
        return _filter(tags, event) if tags is not None else False
    where = Event.BRANCH if event is Event.BRANCH else Event.DEFAULT
    return _filter(branches, where)


def _filter(node: Node | None, event: Event) -> Truth:
    if node is None:
        return True
    if not isinstance(node, Mapping):
        return _by_lists(strings(node), [], event)
    return _by_lists(strings(node.get("only")), strings(node.get("ignore")), event)


def _by_lists(only: list[str], ignore: list[str], event: Event) -> Truth:
    inside: Truth = any_of(_one(pattern, event) for pattern in only) if only else True
    if not ignore:
        return inside
    return both(inside, all_of(_not_ignored(pattern, event) for pattern in ignore))


def _is_regex(pattern: str) -> bool:
    return len(pattern) > 1 and pattern.startswith("/") and pattern.endswith("/")


def _one(pattern: str, event: Event) -> Truth:
    if _is_regex(pattern):  # the whole name must match
        return lets_through(event, [f"^(?:{pattern[1:-1]})$"], match=by_regex)
    return lets_through(event, [pattern], match=by_glob)


def _not_ignored(pattern: str, event: Event) -> Truth:
    if _is_regex(pattern):
        return lets_through(event, [], [f"^(?:{pattern[1:-1]})$"], match=by_regex)
    return lets_through(event, [], [pattern], match=by_glob)


def holds(node: Node | None, given: Given, event: Event) -> Truth:
    """A logic statement: a value, or one of and, or, not, equal, matches."""
    if isinstance(node, Scalar):
        return _value_holds(node, given)
    answers: list[Truth] = []
    for word, inner in mapping(node).items():
        if word in {"and", "or"}:
            parts = [holds(part, given, event) for part in items(inner)]
            answers.append(all_of(parts) if word == "and" else any_of(parts))
        elif word == "not":
            answers.append(negate(holds(inner, given, event)))
        elif word == "equal" and isinstance(inner, Sequence) and len(inner) > 1:
            answers.append(_equal(inner[0], inner[1], given, event))
        elif word == "matches":
            answers.append(_matches(mapping(inner), event))
        else:
            answers.append(None)
    return all_of(answers) if answers else None


def _value_holds(node: Scalar, given: Given) -> Truth:
    value = given.value(node)
    if value is None:
        return None
    return text(value).lower() not in {"false", "0", "", "no", "off"} if isinstance(value, Scalar) else True


def _equal(left: Node, right: Node, given: Given, event: Event) -> Truth:
    for one, other in ((left, right), (right, left)):
        name = name_in(one)
        if name.startswith("pipeline.") and not name.startswith("pipeline.parameters."):
            return _predefined(name, text(other), event)
    first, second = given.value(left), given.value(right)
    if not isinstance(first, Scalar) or not isinstance(second, Scalar):
        return None
    return text(first).lower() == text(second).lower()


def _predefined(name: str, wanted: str, event: Event) -> Truth:
    if name in {"pipeline.git.branch", "pipeline.git.branch.is_default"}:
        if name.endswith("is_default"):
            return (event not in {Event.BRANCH, Event.TAG}) == (wanted.lower() == "true")
        if event is Event.TAG:
            return wanted == ""
        return (
            lets_through(Event.BRANCH if event is Event.BRANCH else Event.DEFAULT, [wanted])
            if wanted
            else False
        )
    if name == "pipeline.trigger_source":
        return (
            wanted in _SCHEDULED
            if event is Event.SCHEDULE
            else False
            if wanted in _SCHEDULED
            else _not_manual(wanted)
        )
    if name.startswith("pipeline.schedule."):
        return wanted != "" if event is Event.SCHEDULE else wanted == ""
    if name == "pipeline.git.tag":
        return (wanted == "") if event is not Event.TAG else None if wanted else False
    return None


def _not_manual(source: str) -> Truth:
    return source not in {"api", "manual"}


def _matches(node: Mapping, event: Event) -> Truth:
    name, pattern = name_in(node.get("value")), text(node.get("pattern"))
    if name == "pipeline.git.branch" and event is not Event.TAG:
        return lets_through(
            Event.BRANCH if event is Event.BRANCH else Event.DEFAULT, [pattern], match=by_regex
        )
    if name == "pipeline.git.tag":
        return lets_through(event, [pattern], match=by_regex) if event is Event.TAG else False
    return None
