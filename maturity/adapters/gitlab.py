"""GitLab, through python-gitlab."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import quote, urlsplit

import gitlab
import requests
from gitlab.exceptions import GitlabError

from maturity.adapters import hosting
from maturity.adapters.hosting import Api, Branch
from maturity.adapters.pinned import mount, through_proxy
from maturity.core.hosts import listed
from maturity.core.hosts.listed import Listed
from maturity.core.pulls import gitlab as form
from maturity.core.pulls.foreign import moment
from maturity.core.pulls.seen import Check, Comment, Pull, Review

T = TypeVar("T")
RECENT = 30
DEVELOPER = 30  # GitLab's number for those who may push


class GitLab:
    def __init__(self, api: Api) -> None:
        self._api = api
        self._project = f"/projects/{api.quoted}"
        self._members: frozenset[str] | None = None
        self._kit = gitlab.Gitlab(
            api.base, private_token=api.token or None, timeout=hosting.TIMEOUT, user_agent=hosting.USER_AGENT
        )
        # The token goes to this host and to no other: requests would carry its header along.
        self._kit.session.max_redirects = 0
        host = urlsplit(api.base).hostname or ""
        if api.ips and not through_proxy("https", host):
            mount(self._kit.session, host, api.ips)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._kit.session.close()

    def open_pulls(self) -> list[Pull]:
        found = self._pages(f"{self._project}/merge_requests", state="opened", order_by="updated_at")
        return self._formed(form.pull, found)

    def closed_pulls(self) -> list[Pull]:
        asked = {"order_by": "updated_at", "per_page": RECENT}
        found = [
            one
            for state in ("merged", "closed")
            for one in self._listed(self._get(f"{self._project}/merge_requests", state=state, **asked))
        ]
        return self._formed(form.pull, found)

    def pull(self, number: int) -> Pull:
        return self._formed(form.pull, [self._one(number)])[0]

    def branch(self, name: str) -> Branch:
        found = self._get(f"{self._project}/repository/branches/{quote(name, safe='')}")
        try:
            return Branch(str(found["commit"]["id"])[:64], moment(found["commit"]["committed_date"]))
        except (KeyError, TypeError):
            raise hosting.unexpected(self._api) from None

    def committed_at(self, sha: str) -> datetime | None:
        found = self._get(f"{self._project}/repository/commits/{quote(sha, safe='')}")
        return moment(found.get("committed_date")) if isinstance(found, dict) else None

    def behind(self, pull: Pull) -> bool | None:
        return self.pull(pull.number).behind

    def checks(self, pull: Pull) -> list[Check]:
        """Jobs and what tools set, on the commit its pipeline ran on."""
        try:
            ran_on = form.commit_of_plans(self._one(pull.number))
        except form.Unexpected:
            raise hosting.unexpected(self._api) from None
        found: list[Any] = []
        for commit in dict.fromkeys((pull.head_sha, ran_on)):
            found += self._pages(f"{self._project}/repository/commits/{quote(commit, safe='')}/statuses")
        return self._formed(lambda one: form.status(one, pull.head_sha), found)

    def checks_of(self, sha: str) -> list[Check]:
        found = self._pages(f"{self._project}/repository/commits/{quote(sha, safe='')}/statuses")
        return self._formed(lambda one: form.status(one, sha), found)

    def pulls_of(self, sha: str) -> list[Pull]:
        path = f"{self._project}/repository/commits/{quote(sha, safe='')}/merge_requests"
        return self._formed(form.pull, self._pages(path))

    def reviews(self, number: int) -> list[Review]:
        return self._formed(
            form.approvals, [self._get(f"{self._project}/merge_requests/{number}/approvals")]
        )[0]

    def comments(self, number: int) -> list[Comment]:
        path = f"{self._project}/merge_requests/{number}/notes"
        found = self._pages(path, sort="desc", order_by="updated_at")
        members = self._who_may_write()
        url = f"{self._api.base}/{self._api.path}/-/merge_requests/{number}"
        notes = self._formed(lambda one: form.note(one, members, url), found)
        return [note for note in notes if note is not None]

    def me(self) -> str:
        found = self._get("/user")
        return str(found.get("username", "")) if isinstance(found, dict) else ""

    def write_comment(self, number: int, body: str, comment: str = "") -> str:
        path = f"{self._project}/merge_requests/{number}/notes"
        if comment:
            self._ask("put", f"{path}/{int(comment)}", post_data={"body": body})
            return comment
        found = hosting.decoded(self._api, self._ask("post", path, post_data={"body": body}))
        note = self._formed(lambda one: form.note(one, ()), [found])[0]
        if note is None:
            raise hosting.unexpected(self._api)
        return note.id

    def about(self) -> Listed:
        return self._formed(listed.gitlab, [self._get(self._project)])[0]

    def repositories(self, page: int) -> tuple[list[Listed], bool]:
        asked = {"order_by": "id", "sort": "asc", "per_page": hosting.PAGE, "page": page}
        group = {"include_subgroups": "true", "with_shared": "false", **asked}
        try:
            found = self._get(f"/groups/{self._api.quoted}/projects", **group)
        except hosting.Missing:
            if "/" in self._api.path:
                raise
            found = self._get(f"/users/{self._api.quoted}/projects", **asked)
        return hosting.readable(self._api, found, listed.gitlab)

    def _one(self, number: int) -> Any:
        return self._get(f"{self._project}/merge_requests/{number}", include_diverged_commits_count="true")

    def _who_may_write(self) -> frozenset[str]:
        """GitLab does not say it beside a comment. Nobody, when the login may not see the members."""
        if self._members is None:
            try:
                found = self._pages(f"{self._project}/members/all")
            except hosting.Missing:
                found = []
            self._members = frozenset(
                str(one.get("username", "")) for one in found
                if isinstance(one, dict) and _level(one.get("access_level")) >= DEVELOPER
            )  # fmt: skip
        return self._members

    def _formed(self, make: Callable[[Any], T], found: list[Any]) -> list[T]:
        try:
            return [make(one) for one in found]
        except form.Unexpected:
            raise hosting.unexpected(self._api) from None

    def _pages(self, path: str, **query: Any) -> list[Any]:
        """All pages in a row, but not for ever."""
        found: list[Any] = []
        for page in range(1, hosting.MAX_PAGES + 1):
            items = self._listed(self._get(path, **query, per_page=hosting.PAGE, page=page))
            found += items
            if len(items) < hosting.PAGE:
                break
        return found

    def _listed(self, answer: Any) -> list[Any]:
        if not isinstance(answer, list):
            raise hosting.unexpected(self._api)
        return answer

    def _get(self, path: str, **query: Any) -> Any:
        return hosting.decoded(self._api, self._ask("get", path, query_data=query))

    def _ask(self, verb: str, path: str, **more: Any) -> bytes:
        try:
            response = self._kit.http_request(verb, path, streamed=True, obey_rate_limit=False, **more)
            with response:
                return self._body(response)
        except requests.TooManyRedirects:
            raise hosting.refused(self._api, 301) from None
        except requests.Timeout:
            raise hosting.silent(self._api) from None
        except requests.RequestException:
            raise hosting.unreachable(self._api) from None
        except GitlabError as error:
            if error.response_code == 429:
                raise hosting.RateLimited(self._api.host, timedelta(minutes=1)) from None
            said = hosting.words_in(error.response_body or b"")
            way = "read" if verb == "get" else "write to"
            raise hosting.refused(self._api, error.response_code or 500, said, way=way) from None

    def _body(self, response: requests.Response) -> bytes:
        body = b""
        for chunk in response.iter_content(64 * 1024):
            body += chunk
            if len(body) > hosting.MAX_ANSWER:
                raise hosting.too_large(self._api)
        return body


def _level(value: Any) -> int:
    return value if isinstance(value, int) else 0
