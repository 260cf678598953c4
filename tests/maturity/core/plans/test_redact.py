"""Nothing secret is kept: what the plan marks, every copy of it, and what looks like a key."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import msgspec
import pytest

from maturity.core.plans import read, redact, sweep
from maturity.core.plans.redact import KEYED, Secrets, sounds_secret
from maturity.core.redact import MASK
from tests.maturity.core.plans.making import everything, only, plan, reading, resource

SECRET = "correct-horse/battery+staple"
DB = "aws_db_instance.main"


def marked(before: Any, after: Any, mask: Any = True, **more: Any) -> dict[str, Any]:
    """An update of which the password is marked."""
    masks = {"before_sensitive": {"password": mask}, "after_sensitive": {"password": mask}}
    return resource(DB, "update", before, after, **masks, **more)


def holding(secret: Any) -> dict[str, Any]:
    """An unchanged resource: it is not kept, and its secret is known all the same."""
    return resource(
        DB, "no-op", {"password": secret}, {"password": secret}, after_sensitive={"password": True}
    )


def test_a_marked_attribute_that_changed_is_told_without_its_values():
    found = reading(marked({"password": SECRET, "size": 1}, {"password": "another-" + SECRET, "size": 2}))
    password = next(one for one in only(found).differences if one.path == "password")
    assert (password.sensitive, password.before, password.after) == (True, None, None)
    assert SECRET not in everything(found)


def test_a_marked_attribute_that_stays_is_not_told():
    found = reading(marked({"password": SECRET, "size": 1}, {"password": SECRET, "size": 2}))
    assert [one.path for one in only(found).differences] == ["size"]


@pytest.mark.parametrize("side", ["before", "after"])
def test_what_is_marked_on_one_side_is_hidden_on_both(side: str):
    mask = {f"{side}_sensitive": {"password": True}}
    found = reading(
        resource(DB, "update", {"password": SECRET}, {"password": "new-" + SECRET}, **mask),
        resource("aws_instance.a", "update", {"user_data": "old"}, {"user_data": f"psql {SECRET}"}),
    )  # fmt: skip
    assert SECRET not in everything(found)


def test_what_is_marked_in_the_plan_is_hidden_in_the_drift_of_the_same_resource():
    planned = marked({"password": "def"}, {"password": "abc"})
    found = reading(planned, drift=[resource(DB, "update", {"password": "abc"}, {"password": "def"})])
    assert '"abc"' not in everything(found)
    assert only(found).drift[0].sensitive


@pytest.mark.parametrize("mask", [True, {"inner": True}, [True], {"inner": [{"deep": True}]}])
def test_every_shape_of_mask_hides_what_it_marks(mask: Any):
    values = _fill(mask)
    changed = msgspec.json.decode(msgspec.json.encode(values).replace(b"horse", b"mouse"))
    found = reading(marked({"password": values}, {"password": changed}, mask))
    assert "battery" not in everything(found)
    assert any(one.sensitive for one in only(found).differences)


def _fill(mask: Any) -> Any:
    if mask is True:
        return SECRET
    if isinstance(mask, list):
        return [_fill(one) for one in mask]
    return {key: _fill(one) for key, one in mask.items()}


def test_secrets_of_unchanged_resources_variables_and_outputs_are_looked_for_too():
    copies = {"text": "of-unchanged of-variable of-output of-state of-change"}
    found = reading(
        holding("of-unchanged"), resource("aws_instance.a", "create", None, copies),
        variables={"pw": {"value": "of-variable"}, "region": {"value": "create"}},
        configuration={"root_module": {"variables": {"pw": {"sensitive": True}, "region": {}}}},
        planned_values={"outputs": {"o": {"sensitive": True, "value": "of-output"}}},
        prior_state={"values": {"outputs": {"o": {"sensitive": True, "value": {"deep": ["of-state"]}}}}},
        output_changes={"p": {"actions": ["update"], "before": "of-change", "before_sensitive": True}},
    )  # fmt: skip
    assert only(found).differences[0].after == " ".join([MASK] * 5)


@pytest.mark.parametrize(
    "copy",
    [
        SECRET, f"postgres://app:{SECRET}@db/x", msgspec.json.encode({"a": f'say "{SECRET}"'}).decode(),
        b64encode(SECRET.encode()).decode(), SECRET.replace("/", "%2F").replace("+", "%2B"), SECRET * 3,
    ],
)  # fmt: skip
def test_a_copy_is_found_in_every_writing(copy: str):
    found = reading(
        holding(SECRET),
        resource("aws_instance.a", "update", {"user_data": "nothing"}, {"user_data": copy}),
    )
    assert only(found).differences[0].before == "nothing"
    for part in (SECRET, copy, "battery"):
        assert part not in everything(found)


def test_a_copy_that_jsonencode_has_written_is_found():
    password = 'p&w<"d\\x>'
    copy = '{"a":"say p\\u0026w\\u003c\\"d\\\\x\\u003e"}'
    found = reading(holding(password), resource("aws_instance.a", "create", None, {"x": copy}))
    assert only(found).differences[0].after == '{"a":"say ' + MASK + '"}'


def test_copies_are_found_in_paths_addresses_messages_and_checks():
    address = f'aws_instance.a["{SECRET}"]'
    problem = {"address": {"to_display": address}, "problems": [{"message": SECRET}]}
    found = reading(
        holding(SECRET),
        resource(
            address, "update", {"tags": {}}, {"tags": {SECRET: "1"}}, module_address=f'module.x["{SECRET}"]',
            previous_address=f'aws_instance.b["{SECRET}"]',
        ),
        checks=[{"status": "fail", "instances": [problem]}],
    )  # fmt: skip
    assert SECRET not in everything(found)
    assert only(found).address == f'aws_instance.a["{MASK}"]'
    assert found.failed_checks == (f'aws_instance.a["{MASK}"]: {MASK}',)


def test_names_in_an_address_are_code_and_stay():
    found = reading(
        holding("billing"),
        resource("module.billing.aws_instance.billing", "create", None, {"tag": "billing"}),
    )
    assert only(found).address == "module.billing.aws_instance.billing"
    assert only(found).differences[0].after == MASK


def test_a_json_text_that_is_marked_gives_up_what_is_in_it():
    text = msgspec.json.encode({"user": "svc-orders", "password": SECRET}).decode()
    found = reading(
        holding(text),
        resource("aws_instance.a", "create", None, {"x": SECRET}),
    )
    assert SECRET not in everything(found)


def test_a_long_secret_is_found_where_its_copy_is_cut():
    key = "-----BEGIN KEY-----\n" + "".join(f"{n:063d}\n" for n in range(40))
    padding = "x" * 1_900
    found = reading(
        holding(key),
        resource(
            "aws_instance.a", "create", None, {"x": padding + key, "y": key[:1000], "z": key.splitlines()[7]}
        ),
    )
    texts = {one.path: one.after for one in only(found).differences}
    assert texts == {"x": f"{padding}{MASK}\n", "y": MASK, "z": MASK}


@pytest.mark.parametrize("word", ["true", "1", "abc", "postgres", "admin", "eu-central-1", "8080", "prod"])
def test_what_says_nothing_does_not_mask_half_the_page(word: str):
    text = "true prod admin postgres in eu-central-1 listens on 18080, abc1"
    found = reading(
        holding(word),
        resource("aws_instance.a", "create", None, {"x": text}),
    )
    assert only(found).differences[0].after == text


@pytest.mark.parametrize(
    ("text", "kept"), [("a hunter b", f"a {MASK} b"), ("hunters", "hunters"), ("hunter", MASK)]
)
def test_a_short_secret_is_masked_as_a_whole_word_only(text: str, kept: str):
    assert Secrets(["hunter"]).sweep(text) == kept


def test_keys_that_nobody_marked_are_known_by_their_form():
    found = reading(
        resource("aws_instance.a", "create", None, {"x": "AKIA" + "ABCDEFGHIJKLMNOP", "y": "https://a:b@c"})
    )
    assert [one.after for one in only(found).differences] == [MASK, f"https://a:{MASK}@c"]


@pytest.mark.parametrize("line_end", ["\n", "\\n"])
def test_a_private_key_is_masked_to_its_end(line_end: str):
    lines = [
        "-----BEGIN RSA PRIVATE KEY-----",
        *["MIIEpAIBAAKCAQEA" * 4] * 25,
        "-----END RSA PRIVATE KEY-----",
    ]
    found = reading(resource("aws_instance.a", "create", None, {"x": f"key: {line_end.join(lines)} after"}))
    assert only(found).differences[0].after == f"key: {MASK} after"


@pytest.mark.parametrize(
    "name", ["DB_PASSWORD", "client_secret", "authToken", "api_key", "password", "db.password"]
)
def test_a_name_that_sounds_secret_hides_its_text(name: str):
    assert sounds_secret(name)
    found = reading(resource("aws_ecs.a", "update", {"e": {name: "one"}}, {"e": {name: "two"}}))
    assert only(found).differences[0].sensitive


@pytest.mark.parametrize(
    "name", ["password_policy", "secret_arn", "compass", "bypass", "token_validity", "tags"]
)
def test_other_names_do_not_sound_secret(name: str):
    assert not sounds_secret(name)


def test_an_environment_of_names_and_values_is_read_by_name():
    def container(value: str) -> str:
        return msgspec.json.encode([{"environment": [{"name": "DB_PASSWORD", "value": value}]}]).decode()

    found = reading(resource("aws_ecs.a", "update", {"c": container("one-x")}, {"c": container("two-x")}))
    (one,) = only(found).differences
    assert (one.path, one.sensitive) == ('c[0].environment["DB_PASSWORD"].value', True)


def test_secrets_the_caller_knows_of_are_looked_for():
    found = read(plan(resource("a.b", "create", None, {"x": f"say {SECRET}"})), secrets=[SECRET])
    assert only(found).differences[0].after == f"say {MASK}"


def test_too_many_secrets_keep_every_value_back(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(redact, "MAX_SECRETS", 50)
    numbers = [f"secret-number-{n}" for n in range(60)]
    found = reading(marked({"password": numbers, "x": "1"}, {"password": numbers, "x": "2"}))
    assert [(one.path, one.before, one.sensitive) for one in only(found).differences] == [("x", None, True)]
    assert any("too many sensitive values" in note for note in found.notes)


def test_many_secrets_that_begin_alike_are_masked_to_the_end():
    start = "s" * KEYED
    secrets = Secrets([f"{start}{n:04d}" for n in range(100)])
    assert secrets.sweep(f"a {start}0077 b") == f"a {MASK}"


def test_a_log_loses_plaintexts_keys_and_assignments():
    log = f"connecting with {SECRET}\nTF_VAR_password=other\nresource aws_instance.a: ok\n"
    assert (
        sweep(log, [SECRET])
        == f"connecting with {MASK}\nTF_VAR_password={MASK}\nresource aws_instance.a: ok\n"
    )


def test_half_a_character_in_a_secret_or_a_log_is_no_trouble():
    assert sweep("a \udcff b hunter22-x", ["hunter22-x", "se\udcffcret"]) == f"a \udcff b {MASK}"


def test_a_log_without_secrets_stays_as_it_is():
    assert sweep("aws_instance.a: Refreshing state... [id=i-0a1b]\n", []).endswith("[id=i-0a1b]\n")


def test_no_text_holds_a_nul_which_no_database_takes():
    found = reading(
        resource("a.b\0", "create", None, {"x": "a\0b"}),
        checks=[{"status": "fail", "address": {"to_display": "\0"}}],
    )
    assert "\\u0000" not in everything(found)
