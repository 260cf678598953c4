"""`when { … }` and `if (…)` of a Jenkinsfile."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from maturity.core.ci._calls import Call, Token
from maturity.core.ci._expression import Odd, Value, holds
from maturity.core.ci._refs import by_glob, by_regex, lets_through
from maturity.core.ci._truth import Truth, all_of, any_of, negate
from maturity.core.pipeline import Event

_NAMED = re.compile(r"^(?:env\.)?([A-Z][A-Z0-9_]*)$")
_ENV = re.compile(r"^(?:env|params|scm|currentBuild)\.(\w+)$")
_IGNORED = frozenset({"beforeAgent", "beforeInput", "beforeOptions"})


def world(event: Event, parameters: Mapping[str, str]) -> dict[str, Value]:
    """What a build that `event` starts sees; `parameters` have their defaults unless a person chose."""
    change = event is Event.PULL_REQUEST
    branch: Value = event if event in {Event.BRANCH, Event.TAG} else Event.DEFAULT
    chosen: dict[str, Value] = (
        dict.fromkeys(parameters, Odd.UNKNOWN) if event is Event.MANUAL else dict(parameters)
    )
    return {
        **{f"params_{name}": value for name, value in chosen.items()},
        **chosen,
        "BRANCH_NAME": "PR-1" if change else branch,
        "GIT_BRANCH": Odd.UNKNOWN if change else branch,
        "BRANCH_IS_PRIMARY": "true" if branch is Event.DEFAULT and not change else Odd.NULL,
        "CHANGE_ID": Odd.SOME if change else Odd.NULL,
        "CHANGE_TARGET": Event.DEFAULT if change else Odd.NULL,
        "CHANGE_BRANCH": Event.BRANCH if change else Odd.NULL,
        "TAG_NAME": Event.TAG if event is Event.TAG else Odd.NULL,
        "CHANGE_URL": Odd.SOME if change else Odd.NULL,
        "CHANGE_FORK": Odd.NULL,
    }


def when(calls: Iterable[Call], event: Event, known: Mapping[str, Value]) -> Truth:
    return all_of(_clause(call, event, known) for call in calls if call.name not in _IGNORED)


def _clause(call: Call, event: Event, known: Mapping[str, Value]) -> Truth:
    if call.name in {"allOf", "anyOf", "not"}:
        parts = [_clause(inner, event, known) for inner in call.block]
        return (
            any_of(parts)
            if call.name == "anyOf"
            else negate(all_of(parts))
            if call.name == "not"
            else all_of(parts)
        )
    if call.name == "expression":
        return all_of(_statement(inner, known) for inner in call.block[-1:])
    simple = {
        "branch": _branch,
        "changeRequest": _change,
        "buildingTag": _tag,
        "tag": _tag,
        "triggeredBy": _triggered,
    }
    if call.name in simple:
        return simple[call.name](call, event)
    if call.name == "environment":
        return holds(f'${call.text("name")} == "{call.text("value")}"', known)
    if call.name in {"changeset", "changelog"}:
        return True if call.name == "changeset" else None
    return None


def _branch(call: Call, event: Event) -> Truth:
    if event in {Event.PULL_REQUEST, Event.TAG}:
        return False  # a change's branch is named PR-12
    pattern = call.text("pattern") or call.text()
    regex = "REGEXP" in call.texts
    where = Event.BRANCH if event is Event.BRANCH else Event.DEFAULT
    return lets_through(
        where, [f"^(?:{pattern})$" if regex else pattern], match=by_regex if regex else by_glob
    )


def _change(call: Call, event: Event) -> Truth:
    if event is not Event.PULL_REQUEST:
        return False
    target = call.text("target")
    if target:
        return lets_through(Event.DEFAULT, [target])
    return None if call.texts else True


def _tag(call: Call, event: Event) -> Truth:
    return event is Event.TAG


def _triggered(call: Call, event: Event) -> Truth:
    cause = (
        call.text()
        or call.text("cause")
        or next((token.value for token in call.args if token.kind == "word"), "")
    )
    causes = {"TimerTrigger": Event.SCHEDULE, "UserIdCause": Event.MANUAL}
    return event is causes[cause] if cause in causes else None


def _statement(call: Call, known: Mapping[str, Value]) -> Truth:
    """`return env.X == 'y'`, or the same without `return`."""
    first = [] if call.name == "return" else [Token("word", call.name, call.line)]
    return None if call.blocks else truth([*first, *call.args], known)


def truth(tokens: Iterable[Token], known: Mapping[str, Value]) -> Truth:
    """A Groovy condition in the common form; anything but names, texts and comparisons is not known."""
    words = []
    for token in tokens:
        if token.kind == "text":
            words.append(
                token.value if token.value.startswith("/") else '"' + token.value.replace('"', "") + '"'
            )
        elif token.kind == "word":
            words.append(_word(token.value))
        else:
            words.append(token.value)
    return holds(_joined(words), known)


def _word(name: str) -> str:
    if name in {"true", "false"}:
        return f'"{"" if name == "false" else "true"}"'
    if name == "null":
        return "null"
    if name.startswith("params."):
        return f"$params_{name[7:]}"
    found = _NAMED.match(name) or _ENV.match(name)
    return f"${found[1]}" if found else f"$unknown_{re.sub(r'[^0-9A-Za-z_]', '_', name)}"


def _joined(words: list[str]) -> str:
    text = " ".join(words)
    for loose, tight in (
        ("= = ~", "=~"),
        ("= = =", "=="),
        ("= =", "=="),
        ("! =", "!="),
        ("= ~", "=~"),
        ("& &", "&&"),
        ("| |", "||"),
    ):
        text = text.replace(loose, tight)
    return re.sub(r"\b(toBoolean|trim|toString) \( \)", "", text)
