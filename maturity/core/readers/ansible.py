"""Ansible playbooks and task files: whether they configure hosts or create cloud resources."""

from __future__ import annotations

import re

from msgspec import Struct

from maturity.core.reader import YAML, Reader
from maturity.core.readers._lines import Lines, text_of

_CI = (".github/", ".circleci/", ".gitlab/", ".azuredevops/", ".buildkite/")
_LIST = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:[ \t]*(?:#[^\n]*|---[^\n]*)?\r?\n)*-[ \t\r\n]")
_HOSTS = re.compile(rb"^(?:-[ ]+|[ ]{2,4})hosts:[ \t]*(\S[^\n#]*)", re.MULTILINE)
_CLOUD = re.compile(
    rb"^[ \t]*(?:-[ ]+)?((?:amazon\.aws|community\.aws|azure\.azcollection|google\.cloud|openstack\.cloud"
    rb"|community\.digitalocean|digitalocean\.cloud|hetzner\.hcloud|community\.vmware|vmware\.vmware_rest"
    rb"|linode\.cloud|vultr\.cloud|oracle\.oci|ovirt\.ovirt|ngine_io\.\w+|community\.hashi_vault)\.\w+"
    rb"|community\.general\.(?:proxmox|terraform)\w*|ec2(?:_\w+)?|azure_rm_\w+|gcp_\w+"
    rb"|os_(?:server|network|subnet|router|security_group)\w*|rds(?:_instance)?|s3_bucket|cloudformation"
    rb"|route53|elb_\w+|hcloud_\w+|digital_ocean\w*|vmware_guest|proxmox\w*)[ \t]*:",
    re.MULTILINE,
)
_READS_ONLY = (b"_info", b"_facts")
MAX_NAMES = 50


class AnsibleFile(Struct, frozen=True):
    """plays: (hosts as written, line). cloud: (module, line) of modules that create cloud resources."""

    plays: tuple[tuple[str, int], ...] = ()
    cloud: tuple[tuple[str, int], ...] = ()


def wants(path: str) -> bool:
    return not path.startswith(_CI)


def read(path: str, data: bytes) -> AnsibleFile | None:
    if not _LIST.match(data):
        return None
    lines = Lines(data)
    plays = [(text_of(hit[1]).strip(), lines.at(hit.start(1))) for hit in _HOSTS.finditer(data)]
    cloud = [
        (text_of(hit[1]), lines.at(hit.start(1)))
        for hit in _CLOUD.finditer(data) if not hit[1].endswith(_READS_ONLY)
    ]  # fmt: skip
    if not plays and not cloud:
        return None
    return AnsibleFile(tuple(plays[:MAX_NAMES]), tuple(cloud[:MAX_NAMES]))


reader = Reader("ansible", 1, AnsibleFile, wants, read, ends=YAML)
