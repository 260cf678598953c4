"""GitHub, on github.com or a server of one's own, through githubkit. Its typed models stay asleep: loading
them costs seconds, and `core/pulls/github.py` reads the few fields that count."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import quote, urlencode, urlsplit

import httpx
from githubkit import GitHub as Kit
from githubkit.exception import (
    GitHubException,
    RateLimitExceeded,
    RequestError,
    RequestFailed,
    RequestTimeout,
)

from maturity.adapters import hosting
from maturity.adapters.hosting import Api, Branch
from maturity.adapters.pinned import through_proxy, transport
from maturity.core.hosts import listed
from maturity.core.hosts.listed import Listed
from maturity.core.pulls import github as form
from maturity.core.pulls.foreign import moment
from maturity.core.pulls.seen import Check, Comment, Pull, Review

T = TypeVar("T")
HEADERS = {"X-GitHub-Api-Version": "2022-11-28"}
RECENT = 30
# Answers that come with an ETag, by who asked for what: asking again costs nothing of the hourly limit.
_KEPT: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
KEPT = 200
KEPT_BYTES = 256 * 1024
# What a login has to be let at, by what is asked of a repository, and of a commit.
RIGHTS = {
    "pulls": "pull requests", "issues": "pull requests", "commits": "commits", "compare": "commits",
    "branches": "branches", "actions": "deployments",
}  # fmt: skip
OF_COMMIT = {"check-runs": "checks", "status": "commit statuses", "pulls": "pull requests"}


class GitHub:
    def __init__(self, api: Api) -> None:
        self._api = api
        self._repo = f"/repos/{quote(api.path, safe='/')}"
        self._owners = ""
        pinned = bool(api.ips) and not through_proxy("https", urlsplit(api.base).hostname or "")
        self._kit = Kit(
            api.token or None,
            transport=transport(urlsplit(api.base).hostname or "", api.ips) if pinned else None,
            base_url=f"{api.base}/",
            user_agent=hosting.USER_AGENT,
            follow_redirects=False,  # the token goes to this host and to no other
            timeout=httpx.Timeout(hosting.TIMEOUT, connect=hosting.CONNECT_TIMEOUT),
            http_cache=False,
            auto_retry=False,
        )

    def __enter__(self) -> Self:
        self._kit.__enter__()  # type: ignore[no-untyped-call]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._kit.__exit__(kind, error, trace)

    def open_pulls(self) -> list[Pull]:
        found = self._pages(f"{self._repo}/pulls", state="open", sort="updated", direction="desc")
        return self._formed(form.pull, found)

    def closed_pulls(self) -> list[Pull]:
        found = self._get(
            f"{self._repo}/pulls", state="closed", sort="updated", direction="desc", per_page=RECENT
        )
        return self._formed(form.pull, found)

    def pull(self, number: int) -> Pull:
        return self._formed(form.pull, [self._get(f"{self._repo}/pulls/{number}")])[0]

    def branch(self, name: str) -> Branch:
        found = self._get(f"{self._repo}/branches/{quote(name, safe='/')}")
        return self._newest(found.get("commit") if isinstance(found, dict) else None)

    def committed_at(self, sha: str) -> datetime | None:
        return self._newest(self._get(f"{self._repo}/commits/{quote(sha, safe='')}")).at

    def behind(self, pull: Pull) -> bool | None:
        """Whether the base has commits that the head lacks."""
        ends = f"{quote(pull.base_ref, safe='')}...{quote(pull.head_sha, safe='')}"
        found = self._get(f"{self._repo}/compare/{ends}", per_page=1)
        behind = found.get("behind_by") if isinstance(found, dict) else None
        return behind > 0 if isinstance(behind, int) else None

    def checks(self, pull: Pull) -> list[Check]:
        return self.checks_of(pull.head_sha)

    def checks_of(self, sha: str) -> list[Check]:
        at = f"{self._repo}/commits/{quote(sha, safe='')}"
        runs = self._pages(f"{at}/check-runs", "check_runs", filter="latest")
        statuses = self._pages(f"{at}/status", "statuses")
        return [
            *self._formed(form.check_run, runs),
            *self._formed(lambda one: form.status(one, sha), statuses),
        ]

    def pulls_of(self, sha: str) -> list[Pull]:
        return self._formed(form.pull, self._pages(f"{self._repo}/commits/{quote(sha, safe='')}/pulls"))

    def reviews(self, number: int) -> list[Review]:
        return self._formed(form.review, self._pages(f"{self._repo}/pulls/{number}/reviews"))

    def comments(self, number: int) -> list[Comment]:
        return self._formed(form.comment, self._pages(f"{self._repo}/issues/{number}/comments"))

    def me(self) -> str:
        if self._api.me:  # an app may not ask who it is
            return self._api.me
        found = self._get("/user")
        return str(found.get("login", "")) if isinstance(found, dict) else ""

    def write_comment(self, number: int, body: str, comment: str = "") -> str:
        if comment:
            self._ask("PATCH", f"{self._repo}/issues/comments/{int(comment)}", json={"body": body})
            return comment
        answer = self._ask("POST", f"{self._repo}/issues/{number}/comments", json={"body": body})
        return self._formed(form.comment, [hosting.decoded(self._api, answer)])[0].id

    def answer_gate(self, run: int, environment: str, state: str, comment: str) -> None:
        """A job that waits: it is "approved" or "rejected". Only an App may answer, its own rule alone."""
        told = {"environment_name": environment, "state": state, "comment": comment}
        self._ask("POST", f"{self._repo}/actions/runs/{int(run)}/deployment_protection_rule", json=told)

    def about(self) -> Listed:
        return self._formed(listed.github, [self._get(self._repo)])[0]

    def repositories(self, page: int) -> tuple[list[Listed], bool]:
        self._owners = self._owners or self._of_owner()
        found = self._get(self._owners, sort="created", direction="asc", per_page=hosting.PAGE, page=page)
        return hosting.readable(self._api, found, listed.github)

    def _of_owner(self) -> str:
        """Organisations and people are listed in two places, and one's own private ones in a third."""
        login = quote(self._api.path, safe="")
        found = self._get(f"/users/{login}")
        if isinstance(found, dict) and found.get("type") == "Organization":
            return f"/orgs/{login}/repos"
        mine = bool(self._api.token) and self.me().lower() == self._api.path.lower()
        return "/user/repos" if mine else f"/users/{login}/repos"

    def _newest(self, commit: Any) -> Branch:
        try:
            return Branch(str(commit["sha"])[:64], moment(commit["commit"]["committer"]["date"]))
        except (KeyError, TypeError):
            raise hosting.unexpected(self._api) from None

    def _formed(self, make: Callable[[Any], T], found: Any) -> list[T]:
        if not isinstance(found, list):
            raise hosting.unexpected(self._api)
        try:
            return [make(one) for one in found]
        except form.Unexpected:
            raise hosting.unexpected(self._api) from None

    def _pages(self, path: str, key: str = "", **query: Any) -> list[Any]:
        """All pages in a row, but not for ever."""
        found: list[Any] = []
        for page in range(1, hosting.MAX_PAGES + 1):
            answer = self._get(path, **query, per_page=hosting.PAGE, page=page)
            items = answer.get(key) if key and isinstance(answer, dict) else answer
            if not isinstance(items, list):
                raise hosting.unexpected(self._api)
            found += items
            if len(items) < hosting.PAGE:
                break
        return found

    def _get(self, path: str, **query: Any) -> Any:
        mark = f"{self._api.base}{path}?{urlencode(query)} {self._api.token}"
        key = sha256(mark.encode()).hexdigest()
        etag, kept = _KEPT.get(key, ("", b""))
        answer = self._ask(
            "GET", path, params=query, headers={"If-None-Match": etag} if etag else {}, key=key
        )
        return hosting.decoded(self._api, answer if answer is not None else kept)

    def _ask(self, method: str, path: str, *, headers: Any = (), key: str = "", **more: Any) -> Any:
        """The answer's body; None when it is the one we know."""
        try:
            raw = self._kit.request(
                method, path, headers={**HEADERS, **dict(headers)}, stream=True, **more
            ).raw_response
            if raw.status_code == 304:
                return None
            if raw.status_code >= 300:
                raise hosting.refused(self._api, raw.status_code)
            body = self._body(raw.iter_bytes())
        except (GitHubException, httpx.HTTPError, ValueError) as error:
            raise self._failure(error, method, path) from None
        _keep(key, raw.headers.get("etag", ""), body)
        return body

    def _body(self, chunks: Iterable[bytes]) -> bytes:
        body = b""
        for chunk in chunks:
            body += chunk
            if len(body) > hosting.MAX_ANSWER:
                raise hosting.too_large(self._api)
        return body

    def _failure(self, error: Exception, method: str, path: str) -> Exception:
        if isinstance(error, RateLimitExceeded):
            return hosting.RateLimited(self._api.host, error.retry_after or timedelta(minutes=1))
        if isinstance(error, RequestFailed):
            said = hosting.words_in(error.response.content)
            status, way = error.response.status_code, "read" if method == "GET" else "write to"
            return hosting.refused(self._api, status, said, what=self._what(path), way=way)
        if isinstance(error, RequestTimeout | httpx.TimeoutException):
            return hosting.silent(self._api)
        if isinstance(error, RequestError | httpx.HTTPError):
            return hosting.unreachable(self._api)
        return hosting.unexpected(self._api)

    def _what(self, path: str) -> str:
        parts = path.removeprefix(self._repo).strip("/").split("/")
        if not path.startswith(f"{self._repo}/"):
            return "repositories"
        at_commit = OF_COMMIT.get(parts[-1]) if parts[0] == "commits" else None
        return at_commit or RIGHTS.get(parts[0], "contents")


def _keep(key: str, etag: str, body: bytes) -> None:
    if key and etag and len(body) <= KEPT_BYTES:
        _KEPT[key] = (etag[:200], body)
        _KEPT.move_to_end(key)
        while len(_KEPT) > KEPT:
            _KEPT.popitem(last=False)
