"""Places that hold states of flags. moto has no appconfigdata: botocore checks what is stubbed for it."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import boto3
import pytest
from botocore.response import StreamingBody
from botocore.stub import Stubber

from maturity.adapters.errors import AdapterError
from releases.adapters.flags import Target, all_places, appconfig
from tests.gitrepo import GitRepo

PROFILE = "shop/prod/flags"


def seen(kind: str, target: Target) -> dict[str, Any]:
    return {
        one.key: one.value if one.value is not None else one.note for one in all_places()[kind].read(target)
    }


@pytest.fixture
def parameters(cloud):
    ssm = cloud.client("ssm")
    for n in range(23):
        ssm.put_parameter(Name=f"/shop/prod/flags/FF_{n}", Value=str(n), Type="String")
    return ssm


def of_ssm(cloud, place="/shop/prod/flags/"):
    return seen("ssm", Target(place=place, environment="prod", access=cloud.connection()))


def test_every_parameter_below_the_path_is_a_flag_over_many_pages(cloud, parameters):
    parameters.put_parameter(Name="/shop/prod/other", Value="x", Type="String")
    parameters.put_parameter(Name="/shop/prod/flags/deep/FF_ON", Value="true", Type="String")
    found = of_ssm(cloud)
    assert (len(found), found["FF_22"], found["FF_ON"]) == (24, 22, True)


def test_a_secure_string_is_never_read(cloud, parameters):
    parameters.put_parameter(Name="/shop/prod/flags/FF_KEY", Value="hunter2", Type="SecureString")
    found = of_ssm(cloud)
    assert found["FF_KEY"] == "secret"
    assert "hunter2" not in str(found)


def test_what_looks_like_a_secret_is_masked(cloud, parameters):
    parameters.put_parameter(Name="/shop/prod/flags/token", Value="hunter2", Type="String")
    assert of_ssm(cloud)["token"] == "[redacted]"


def test_a_path_without_parameters_has_no_flags(cloud):
    assert of_ssm(cloud, "/nothing") == {}


def test_without_a_connection_it_says_so():
    with pytest.raises(AdapterError, match="no AWS connection is chosen"):
        seen("ssm", Target(place="/a/b", environment="prod"))


@pytest.fixture
def data(monkeypatch):
    """A client of appconfigdata whose answers are told."""
    made = boto3.client(
        "appconfigdata", region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    monkeypatch.setattr(appconfig, "client", lambda _access, _service: made)
    with Stubber(made) as stub:
        yield stub


def answers(stub: Stubber, content: bytes, kind: str = "application/json") -> None:
    named = {"ApplicationIdentifier": "shop", "EnvironmentIdentifier": "prod",
             "ConfigurationProfileIdentifier": "flags"}  # fmt: skip
    token = "t" * 20
    stub.add_response("start_configuration_session", {"InitialConfigurationToken": token}, named)
    body = StreamingBody(BytesIO(content), len(content))
    told = {"Configuration": body, "ContentType": kind, "NextPollConfigurationToken": "n" * 20}
    stub.add_response("get_latest_configuration", told, {"ConfigurationToken": token})


def of_appconfig(cloud):
    return seen("appconfig", Target(place=PROFILE, environment="prod", access=cloud.connection()))


def test_a_profile_of_feature_flags_tells_what_is_enabled_with_its_attributes(cloud, data):
    flags = {"search": {"enabled": True}, "limit": {"enabled": False, "most": 3}}
    answers(data, json.dumps(flags).encode())
    assert of_appconfig(cloud) == {"search": True, "limit": {"enabled": False, "most": 3}}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'{"FF_A": true, "theme": "blue"}', "application/json"),
        (b"FF_A: true\ntheme: blue\n", "application/x-yaml"),
    ],
)
def test_a_free_form_profile_is_a_map_of_values(cloud, data, content, kind):
    answers(data, content, kind)
    assert of_appconfig(cloud) == {"FF_A": True, "theme": "blue"}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "nothing was deployed there yet"),
        (b"[1]", "it is no mapping of flags"),
        (b'{"a', "it is no JSON"),
        (b"x" * 1_000_001, "larger than 1,000,000 bytes"),
    ],
)
def test_what_is_no_profile_of_flags_is_said(cloud, data, content, told):
    answers(data, content)
    with pytest.raises(AdapterError, match=told):
        of_appconfig(cloud)


def test_what_aws_refuses_is_said_in_its_words(cloud, data):
    data.add_client_error("start_configuration_session", "ResourceNotFoundException", "Application not found")
    with pytest.raises(AdapterError) as error:
        of_appconfig(cloud)
    assert error.value.message == (
        "starting a session for shop/prod/flags: ResourceNotFoundException: Application not found."
    )


FLAGD = (
    '{"flags": {"search": {"state": "%s", "variants": {"on": true, "off": false}, "defaultVariant": %s%s}}}'
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FLAGD % ("ENABLED", '"on"', ""), True),
        (FLAGD % ("ENABLED", '"off"', ', "targeting": {"if": [true]}'), False),
        (FLAGD % ("ENABLED", "null", ""), ""),
        (FLAGD % ("DISABLED", '"on"', ""), "disabled"),
        (FLAGD % ("ENABLED", '"blue"', ""), "its default variant is none of its variants"),
    ],
)
def test_a_flagd_file_tells_the_default_variant(tmp_path, text, expected):
    repo = GitRepo(tmp_path / "app")
    commit = repo.commit({"flags/prod.json": text})
    target = Target(place="flags/prod.json", environment="prod", repository=str(repo.path), commit=commit)
    assert seen("flagd", target) == {"search": expected}


def test_who_gets_another_value_is_told_as_targeted(tmp_path):
    repo = GitRepo(tmp_path / "app")
    commit = repo.commit({"f.json": FLAGD % ("ENABLED", '"off"', ', "targeting": {"if": [true]}')})
    target = Target(place="f.json", environment="prod", repository=str(repo.path), commit=commit)
    (one,) = all_places()["flagd"].read(target)
    assert (one.value, one.note, one.place) == (False, "targeted", "f.json:1")


def test_files_are_of_the_environment_that_a_person_says(tmp_path):
    repo = GitRepo(tmp_path / "app")
    commit = repo.commit({"deploy/a.env": "FF_A=true\n", "deploy/b.yml": "environment: {FF_B: 3}\n"})
    target = Target(place="deploy", environment="stage", repository=str(repo.path), commit=commit)
    assert seen("files", target) == {"FF_A": True, "FF_B": 3}


@pytest.mark.parametrize(
    ("kind", "place", "told"),
    [
        ("flagd", "gone.json", "there is no gone.json at commit"),
        ("flagd", "a.json", "a flagd file begins with"),
    ],
)
def test_a_file_that_cannot_be_read_is_said(tmp_path, kind, place, told):
    repo = GitRepo(tmp_path / "app")
    commit = repo.commit({"a.json": "{}"})
    target = Target(place=place, environment="prod", repository=str(repo.path), commit=commit)
    with pytest.raises(AdapterError, match=told):
        seen(kind, target)


@pytest.mark.parametrize(
    ("kind", "place"),
    [("ssm", "x"), ("ssm", "/"), ("appconfig", "a/b"), ("appconfig", "a//c"), ("flagd", "/a"),
     ("files", "../a"), ("files", "a\n")],
)  # fmt: skip
def test_a_place_that_cannot_be_is_refused_before_it_is_asked(kind, place):
    assert all_places()[kind].wrong(place)
