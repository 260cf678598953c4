"""A repository on another machine: asked what it has, and fetched."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from maturity.adapters.address import PORTS, Address, Policy, check
from maturity.adapters.credentials import login_for
from maturity.adapters.errors import AdapterError
from maturity.adapters.git.command import SSH, Git
from maturity.adapters.process import Completed

PROBE_TIMEOUT = 10.0
FETCH_TIMEOUT = 1_800.0
MAX_FETCH_MIB = 4_096
HEAD = "refs/rungs/head"

FetchProgress = Callable[[str, int | None], None]
_RECEIVING = re.compile(r"Receiving objects: +(\d{1,3})%(?: \([^)]{1,60}\), ([\d.]{1,12}) (KiB|MiB|GiB))?")
_MIB = {"KiB": 1 / 1024, "MiB": 1.0, "GiB": 1024.0}
# What git says, what we say, and whether trying again is useless.
_REASONS = (
    ("could not read Username", "There is no public repository at {url}, or it needs a login.", True),
    ("Authentication failed", "{host} refused the login an administrator set for it.", True),
    ("returned error: 401", "There is no public repository at {url}, or it needs a login.", True),
    ("returned error: 403", "{host} refuses access to {url}.", True),
    ("returned error: 404", "There is no repository at {url}.", True),
    ("not found", "There is no repository at {url}.", True),
    ("does not appear to be a git repository", "There is no repository at {url}.", True),
    ("returned error: 30", "{url} leads to another address: connect that one.", True),
    ("Could not resolve host", "The host {host} cannot be found.", False),
    ("certificate", "The certificate of {host} cannot be trusted.", True),
    ("SSL", "No safe connection to {host} could be made.", False),
    ("not allowed", "Addresses of that kind are not allowed here.", True),
)


class BrokenCopy(AdapterError):
    """What is wrong lies with us: our copy has to be made anew."""

    def __init__(self) -> None:
        super().__init__("Our copy of the repository is broken.", permanent=False)


class Probe(Struct, frozen=True):
    """What a repository says about itself without being cloned.

    name     "owner/name", or the folder's name
    web_url  where its host shows it; "" for a host we do not know
    host     "github", "gitlab", "other" or "local"
    """

    name: str
    url: str
    default_branch: str
    commit: str
    host: str
    web_url: str = ""


def remote_git(folder: Path, address: Address) -> Git:
    """Git that can reach this address and nothing else."""
    config = {}
    if address.ips:
        where = ",".join(f"[{ip}]" if ":" in ip else ip for ip in address.ips)
        config["http.curloptResolve"] = f"{address.host}:{address.port}:{where}"
    login = login_for(address)
    if login:
        basic = b64encode(f"{login.user}:{login.token}".encode()).decode()
        config[f"http.{address.scheme}://{address.host}:{address.port}/.extraHeader"] = (
            f"Authorization: Basic {basic}"
        )
    return Git(folder, protocols=(address.scheme,), config=config, env=_pinned_ssh(address))


def _pinned_ssh(address: Address) -> dict[str, str]:
    """ssh must go where the name led when it was checked, and still expect that name's key."""
    if address.scheme != "ssh" or not address.ips:
        return {}
    known_as = address.host if address.port == PORTS["ssh"] else f"[{address.host}]:{address.port}"
    return {"GIT_SSH_COMMAND": f"{SSH} -oHostName={address.ips[0]} '-oHostKeyAlias={known_as}'"}


def probe_remote(address: Address) -> Probe:
    commit, branch = _head(_ask_head(address), address)
    if not commit:
        git = remote_git(Path("/"), address)
        heads = git.run("ls-remote", "--heads", "--", address.url, timeout=PROBE_TIMEOUT)
        if heads.code == 0 and heads.out:
            raise AdapterError(f"{address.url} has no default branch: set one on its host.", permanent=True)
        raise AdapterError(f"{address.url} has no commits yet.", permanent=True)
    host = host_of(address.host)
    known = host != "other" and address.scheme in ("https", "http")
    web_url = address.url.removesuffix(".git") if known else ""
    return Probe(address.path, address.url, branch, commit, host, web_url)


def new_copy(folder: Path) -> Git:
    """An empty bare repository at `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    git = Git(folder)
    if git.run("init", "--quiet", "--bare", ".").code:
        raise AdapterError("The data directory cannot hold a copy of the repository.", permanent=False)
    return git


def is_whole(copy: Path) -> bool:
    """Whether all that belongs to it is there. Slow: for when something went wrong."""
    return (
        not Git(copy).run("fsck", "--connectivity-only", "--no-dangling", "--no-progress", timeout=600).code
    )


def host_of(name: str) -> str:
    words = name.split(".")
    return "github" if "github" in words else "gitlab" if "gitlab" in words else "other"


def _ask_head(address: Address) -> Completed:
    git = remote_git(Path("/"), address)
    asked = ("ls-remote", "--symref", "--", address.url, "HEAD")
    try:
        return git.run(*asked, timeout=PROBE_TIMEOUT, limit=100_000)
    except AdapterError as error:
        if error.permanent:
            raise
        message = f"{address.host} did not answer within {PROBE_TIMEOUT:.0f} seconds."
        raise AdapterError(message, permanent=False) from error


def _head(done: Completed, address: Address) -> tuple[str, str]:
    if done.code:
        raise failure(done, address)
    commit = branch = ""
    for line in done.out.decode("utf-8", "replace").splitlines():
        left, _, name = line.partition("\t")
        if name == "HEAD" and left.startswith("ref: refs/heads/"):
            branch = left.removeprefix("ref: refs/heads/")
        elif name == "HEAD" and re.fullmatch(r"[0-9a-f]{40,64}", left):
            commit = left
    return commit, branch


def failure(done: Completed, address: Address) -> AdapterError:
    """What git's complaint means for whoever typed the address."""
    for said, message, permanent in _REASONS:
        if said in done.err:
            return AdapterError(
                message.format(url=address.url, host=address.host or "It"), permanent=permanent
            )
    return AdapterError(
        f"{address.host or address.url} does not answer, or not as a git server.", permanent=False
    )


def fetch(
    folder: Path,
    url: str,
    policy: Policy,
    *,
    progress: FetchProgress | None = None,
    depth: int = 0,
    everything: bool = False,
) -> tuple[str, str]:
    """Bring the default branch, or all branches and tags, into the bare repository: (commit, branch).

    The address is checked again each time: names move. BrokenCopy when `folder` cannot take it.
    """
    address = check(url, policy)
    commit, branch = _head(_ask_head(address), address)
    if not commit:
        raise AdapterError(f"{address.url} has no commits on a default branch.", permanent=True)
    options = ["--no-tags", "--no-write-fetch-head", "--progress", *([f"--depth={depth}"] if depth else [])]
    wanted = [
        f"+HEAD:{HEAD}",
        *(["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"] if everything else []),
    ]
    git = remote_git(folder, address)
    done = git.run(
        "fetch", *options, "--", address.url, *wanted, timeout=FETCH_TIMEOUT, on_error_text=Watch(progress)
    )
    if done.code:
        raise failure(done, address) if is_whole(folder) else BrokenCopy
    return Git(folder).text("rev-parse", "--verify", "--quiet", f"{HEAD}^{{commit}}") or commit, branch


class Watch:
    """Follows what git says while it fetches, and stops it when it receives too much."""

    def __init__(self, progress: FetchProgress | None, most: int = MAX_FETCH_MIB) -> None:
        self._progress, self.max_fetch_mib = progress, most

    def __call__(self, text: str) -> None:
        matches = list(_RECEIVING.finditer(text))
        if not matches:
            return
        found = matches[-1]
        if found[2] and float(found[2]) * _MIB[found[3]] > self.max_fetch_mib:
            raise AdapterError(f"The repository is larger than {self.max_fetch_mib:,} MiB.", permanent=True)
        if self._progress:
            self._progress("fetching", int(found[1]))
