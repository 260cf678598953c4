from __future__ import annotations

import socket
from ipaddress import ip_address

import pytest

from maturity.adapters.address import Policy, check, check_service, is_public
from maturity.adapters.errors import AdapterError

WEB = Policy()
PUBLIC = "93.184.216.34"


def leads_to(*ips: str):
    return lambda host, port: ips


def refusal(url: str, policy: Policy = WEB, *ips: str) -> str:
    with pytest.raises(AdapterError) as refused:
        check(url, policy, resolve=leads_to(*(ips or (PUBLIC,))))
    return refused.value.message


def test_an_https_address_is_taken_apart():
    found = check("https://Git.Example.com/owner/name.git/", WEB, resolve=leads_to(PUBLIC))
    assert (found.host, found.port, found.path) == ("git.example.com", 443, "owner/name")
    assert found.url == "https://git.example.com/owner/name.git"


def test_git_must_go_where_the_name_led_when_it_was_checked():
    assert check("https://git.example/x", WEB, resolve=leads_to(PUBLIC)).ips == (PUBLIC,)


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::", "::ffff:169.254.169.254",
    ],
)  # fmt: skip
def test_a_name_that_leads_into_our_own_network_is_refused(ip):
    assert "private address" in refusal("https://git.example/x", WEB, ip)


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    assert "private address" in refusal("https://git.example/x", WEB, PUBLIC, "10.0.0.1")


def test_public_addresses_of_both_kinds_are_public():
    assert is_public(ip_address("140.82.121.3"))
    assert is_public(ip_address("2606:50c0:8000::153"))


def test_an_administrator_can_allow_private_addresses():
    found = check("https://git.internal/x", Policy(private=True), resolve=leads_to("10.0.0.1"))
    assert found.ips == ()


@pytest.mark.parametrize(
    "url", ["http://git.example/x", "ftp://git.example/x", "ssh://git.example/x", "git://h/x"]
)
def test_only_https_is_reached(url):
    assert "Only https" in refusal(url)


def test_http_is_reached_when_it_is_allowed():
    assert check("http://git.example:8080/x", Policy(http=True), resolve=leads_to(PUBLIC)).port == 8080


def test_a_user_may_stand_in_an_ssh_address_alone():
    found = check("ssh://git@git.example/owner/x", Policy(ssh=True), resolve=leads_to(PUBLIC))
    assert found.url == "ssh://git@git.example/owner/x"


@pytest.mark.parametrize("url", ["https://user:hunter2@git.example/x", "https://hunter2@git.example/x"])
def test_credentials_in_an_address_are_refused_and_not_repeated(url):
    assert "hunter2" not in refusal(url)


@pytest.mark.parametrize("url", ["ext::sh -c date", "ext::date", "fd::17/x", "::x"])
def test_addresses_that_start_helpers_are_refused(url):
    refusal(url, Policy(http=True, ssh=True, private=True, local=False))


@pytest.mark.parametrize(
    "url",
    [
        "", " ", "-u./x", "--upload-pack=x", "https://", "https:///x", "https://git.example",
        "https://git.example/",
        "https://git.example/x?y=1", "https://git.example/x#y", "https://git.example/a/../b",
        "https://git.ex ample/x",
        "https://git.example/x\ny", "https://git.example:99999/x", "https://-git.example/x", "https://git_x/y\\z",
        "https://[::1/x", "https://git.example/" + "x" * 600, "https://git.example/\0",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(url):
    assert refusal(url) == "That is not the address of a git repository."


def test_blanks_around_an_address_do_no_harm():
    assert check(" https://git.example/x\n", WEB, resolve=leads_to(PUBLIC)).url == "https://git.example/x"


def test_the_short_form_of_ssh_says_what_to_use_instead():
    assert "https://" in refusal("git@git.example:owner/name.git")


@pytest.mark.parametrize("url", ["/srv/git/x", "./x", "../x", "~/x", "file:///srv/git/x", "name", "a/b"])
def test_paths_of_this_machine_are_refused_from_the_web(url):
    assert "Paths on this machine" in refusal(url)


@pytest.mark.parametrize("url", ["/srv/a folder/x", "file:///srv/a%20folder/x"])
def test_paths_are_taken_from_who_sits_at_the_machine(url):
    found = check(url, Policy(local=True))
    assert (found.scheme, found.path) == ("file", "/srv/a folder/x")


def test_a_file_address_of_another_host_is_refused():
    assert "this machine" in refusal("file://server/share/x", Policy(local=True))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_found_by_its_own_names(host):
    with pytest.raises(AdapterError, match="private address"):
        check(f"https://{host}/x", WEB)


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f.1"])
def test_other_spellings_of_this_machine_are_seen_through(host):
    assert not is_public(ip_address(socket.inet_ntoa(socket.inet_aton(host))))


def test_a_service_needs_no_path_and_the_same_policy():
    found = check_service("https://s3.example", WEB, resolve=leads_to("93.184.216.34"))
    assert (found.url, found.port) == ("https://s3.example", 443)
    for url in (
        "https://s3.example",
        "http://s3.example",
        "https://u:p@s3.example",
        "https://s3.example?x=1",
    ):
        with pytest.raises(AdapterError):
            check_service(url, WEB, resolve=leads_to("10.0.0.7"))


@pytest.mark.parametrize(
    "url", ["", "s3.example", "/srv/x", "ftp://s3.example", "ssh://s3.example", "https://"]
)
def test_what_is_no_service_is_refused(url):
    with pytest.raises(AdapterError, match="address of a service"):
        check_service(url, WEB, resolve=leads_to("93.184.216.34"))
