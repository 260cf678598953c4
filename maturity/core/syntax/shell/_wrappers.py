"""Commands that only run another command: what is the other one?"""

from __future__ import annotations

import re

from msgspec import Struct, field

_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
_ANYTHING = 99
_MAX_LAYERS = 8
SHELLS = frozenset({"bash", "sh", "zsh", "dash", "ksh", "ash"})


class Wrapper(Struct, frozen=True):
    """How the arguments of a wrapper end and its command begins.

    verbs    sub-commands that run something ("exec"); () = it always does
    skip     positional arguments before the command; _ANYTHING = only `--` or a mark begins it
    values   options followed by a value of their own
    marks    options whose value is the command ("-c")
    """

    verbs: tuple[str, ...] = ()
    skip: int = 0
    values: frozenset[str] = frozenset()
    marks: tuple[str, ...] = ()


class Inline(Struct, frozen=True):
    """A script given as one argument (`sh -c "…"`). `loose`: a shell of its own, without `-e`."""

    text: str
    loose: bool = True


class Unwrapped(Struct):
    """The command inside, and the assignments and scripts found on the way."""

    words: list[str]
    assigns: list[tuple[str, str]] = field(default_factory=list)
    scripts: list[Inline] = field(default_factory=list)


def _wrapper(values: str = "", verbs: str = "", skip: int = 0, marks: str = "") -> Wrapper:
    return Wrapper(tuple(verbs.split()), skip, frozenset(values.split()), tuple(marks.split()))


_SUDO = _wrapper("-u --user -g --group -h --host -p --prompt -C -T -r -t -U -R -D --chdir")
_RUN_AFTER_DASHES = _wrapper(verbs="run exec x", skip=_ANYTHING, marks="--command")
_DLX = _wrapper("-p --package", verbs="exec dlx x")
_WRAPPERS = {
    "sudo": _SUDO,
    "doas": _SUDO,
    "env": _wrapper("-u --unset -C --chdir"),
    "cross-env": _wrapper(),
    "time": _wrapper("-f -o"),
    "exec": _wrapper("-a"),
    "builtin": _wrapper(),
    "command": _wrapper(),
    "nohup": _wrapper(),
    "setsid": _wrapper(),
    "unbuffer": _wrapper(),
    "chronic": _wrapper(),
    "ssh-agent": _wrapper(),
    "nice": _wrapper("-n"),
    "ionice": _wrapper("-c -n -p"),
    "stdbuf": _wrapper("-i -o -e"),
    "watch": _wrapper("-n --interval"),
    "timeout": _wrapper("-s -k --signal --kill-after", skip=1),
    "gtimeout": _wrapper("-s -k --signal --kill-after", skip=1),
    "flock": _wrapper("-w -E", skip=1, marks="-c"),
    "su": _wrapper(skip=_ANYTHING, marks="-c --command"),
    "runuser": _wrapper("-u", marks="-c"),
    "gosu": _wrapper(skip=1),
    "su-exec": _wrapper(skip=1),
    "chroot": _wrapper(skip=1),
    "xargs": _wrapper("-I -n -P -L -d -E -a -s --max-args --max-procs --delimiter --replace --arg-file"),
    "aws-vault": _wrapper("-d --duration --region -t --mfa-token --backend", verbs="exec", skip=1),
    "aws-okta": _wrapper(verbs="exec", skip=1),
    "saml2aws": _wrapper("-a --idp-account --exec-profile -p --profile", verbs="exec"),
    "chamber": _wrapper(verbs="exec", skip=_ANYTHING),
    "op": _RUN_AFTER_DASHES,
    "doppler": _RUN_AFTER_DASHES,
    "infisical": _RUN_AFTER_DASHES,
    "teller": _RUN_AFTER_DASHES,
    "dotenvx": _RUN_AFTER_DASHES,
    "mise": _wrapper(verbs="exec x", skip=_ANYTHING, marks="-c --command"),
    "rtx": _wrapper(verbs="exec x", skip=_ANYTHING, marks="-c --command"),
    "asdf": _wrapper(verbs="exec"),
    "direnv": _wrapper(verbs="exec", skip=1),
    "devbox": _wrapper("-c --config -e --env", verbs="run"),
    "flox": _wrapper("-d --dir -r --remote", verbs="activate", skip=_ANYTHING, marks="-c"),
    "envchain": _wrapper(skip=1),
    "dotenv": _wrapper("-f -e --file", skip=_ANYTHING),
    "sops": _wrapper(verbs="exec-env", skip=1),
    "nix": _wrapper(verbs="develop shell", skip=_ANYTHING, marks="-c --command"),
    "nix-shell": _wrapper(skip=_ANYTHING, marks="--run --command"),
    "poetry": _wrapper("-C --directory -P --project", verbs="run"),
    "pipenv": _wrapper(verbs="run"),
    "pdm": _wrapper("-p --project", verbs="run"),
    "hatch": _wrapper("-e --env", verbs="run"),
    "rye": _wrapper(verbs="run"),
    "uv": _wrapper(
        "--with --project --directory -p --python --extra --group --env-file --package --with-requirements",
        verbs="run",
    ),
    "uvx": _wrapper("--from --with -p --python"),
    "pipx": _wrapper("--spec --python", verbs="run"),
    "conda": _wrapper("-n --name -p --prefix", verbs="run"),
    "bundle": _wrapper(verbs="exec"),
    "npx": _wrapper("-p --package", marks="-c --call"),
    "bunx": _wrapper(),
    "bun": _wrapper(verbs="x"),
    "npm": _DLX,
    "pnpm": _DLX,
    "yarn": _DLX,
}

_COMPOSE_VALUES = frozenset({"-f", "--file", "-p", "--project-name", "--profile", "--env-file"})
_CONTAINER_FLAGS = frozenset(
    {
        "--rm", "-i", "-t", "--interactive", "--tty", "-d", "--detach", "--init", "--privileged",
        "--read-only", "-P", "--publish-all", "-q", "--quiet", "--no-healthcheck", "--oom-kill-disable",
        "--sig-proxy", "--disable-content-trust", "--no-deps", "-T", "--no-TTY", "--build", "--service-ports",
        "--use-aliases", "--remove-orphans", "--no-color", "--replace",
    }
)  # fmt: skip


def unwrap(words: list[str]) -> Unwrapped:
    """Look through wrappers, at most eight deep."""
    found = Unwrapped(words)
    for _ in range(_MAX_LAYERS):
        if not found.words or not _look_through(found):
            break
    return found


def _look_through(found: Unwrapped) -> bool:
    """Take one wrapper off; False when there is none, or its command is known."""
    words = found.words
    name = words[0].rsplit("/", 1)[-1]
    if name in SHELLS:
        return _shell(found)
    if name == "eval":
        found.scripts.append(Inline(" ".join(words[1:]), loose=False))
        found.words = []
    elif name == "find":
        return _find(found)
    elif name in ("docker", "podman", "nerdctl", "docker-compose"):
        return _container(found)
    elif name == "nix" and words[1:2] == ["run"]:
        return _nix_run(found)
    elif wrapper := _WRAPPERS.get(name):
        if name == "command" and words[1:2] in (["-v"], ["-V"]):
            return False
        return _take_off(wrapper, found)
    return False


def _take_off(wrapper: Wrapper, found: Unwrapped) -> bool:
    words, at = found.words, 1
    if wrapper.verbs:
        at = _past_options(words, at, wrapper.values)
        if at >= len(words) or words[at] not in wrapper.verbs:
            return False
        at += 1
    skip = wrapper.skip
    while at < len(words):
        word = words[at]
        if word == "--":
            at += 1
            break
        if word in wrapper.marks:
            return _marked(found, at + 1)
        if word.startswith("-") and len(word) > 1:
            at += 2 if word in wrapper.values else 1
        elif match := _ASSIGNMENT.fullmatch(word):
            found.assigns.append((match[1], match[2]))
            at += 1
        elif skip:
            skip -= 1
            at += 1
        else:
            break
    if at >= len(words):
        return False
    found.words = words[at:]
    return True


def _past_options(words: list[str], at: int, values: frozenset[str]) -> int:
    while at < len(words) and words[at].startswith("-") and words[at] != "--":
        at += 2 if words[at] in values else 1
    return at


def _marked(found: Unwrapped, at: int) -> bool:
    """`-c "a && b"` gives a script, `-c a b` a command."""
    rest = found.words[at:]
    if len(rest) == 1:
        found.scripts.append(Inline(rest[0]))
        found.words = []
        return False
    found.words = rest
    return bool(rest)


def _shell(found: Unwrapped) -> bool:
    """`bash -euc "…"`; a shell that is given a file stays as it is."""
    words, at, strict = found.words, 1, False
    while at < len(words) and words[at][:1] in ("-", "+") and len(words[at]) > 1:
        letters = words[at].lstrip("-+")
        strict = strict or ("e" in letters and words[at][:2] != "--")
        at += 1
        if words[at - 1].startswith("--"):
            continue
        at += letters.count("o") + letters.count("O")
        if "c" in letters and at < len(words):
            found.scripts.append(Inline(words[at], loose=not strict))
            found.words = []
            break
    return False


def _find(found: Unwrapped) -> bool:
    """`find … -exec cmd {} \\;` runs cmd."""
    for at, word in enumerate(found.words):
        if word in ("-exec", "-execdir"):
            rest = found.words[at + 1 :]
            stop = next((index for index, item in enumerate(rest) if item in (";", "+")), len(rest))
            found.words = rest[:stop]
            return bool(found.words)
    return False


def _nix_run(found: Unwrapped) -> bool:
    """`nix run nixpkgs#opentofu -- plan`: the package's name stands for its command."""
    at = _past_options(found.words, 2, frozenset({"--override-input", "--option"}))
    if at >= len(found.words):
        return False
    package = found.words[at].rpartition("#")[2].rpartition(".")[2]
    rest = found.words[at + 1 :]
    found.words = [package, *(rest[1:] if rest[:1] == ["--"] else rest)]
    return True


def _container(found: Unwrapped) -> bool:
    """`docker run IMAGE x`, `docker compose run SERVICE x`, `docker exec NAME x`."""
    words = found.words
    compose = words[0].endswith("docker-compose") or words[1:2] == ["compose"]
    at = 2 if words[1:2] in (["compose"], ["container"]) else 1
    at = _past_options(words, at, _COMPOSE_VALUES)
    while words[at : at + 1] and words[at].startswith("$"):
        at += 1  # options kept in a variable
    verb = words[at] if at < len(words) else ""
    if verb not in ("run", "exec"):
        return False
    at, entrypoint = _container_options(words, at + 1)
    if at >= len(words):
        return False
    inside = [*entrypoint.split(), *words[at + 1 :]]
    if verb == "exec":
        found.words = inside
        return bool(inside)
    if inside and inside[0].rsplit("/", 1)[-1] in SHELLS:
        shell = Unwrapped(inside)
        _shell(shell)
        found.scripts += shell.scripts
    found.words = [f"{'service' if compose else 'image'}:{words[at]}", *inside]
    return False


def _container_options(words: list[str], at: int) -> tuple[int, str]:
    entrypoint = ""
    while at < len(words) and words[at].startswith("-"):
        name, equals, value = words[at].partition("=")
        together = not name.startswith("--") and len(name) > 2
        attached = bool(equals) or together or name in _CONTAINER_FLAGS
        if name == "--entrypoint":
            entrypoint = value if equals else "".join(words[at + 1 : at + 2])
        at += 1 if attached else 2
    return at, entrypoint
