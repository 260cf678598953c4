"""Flags as code names them, read from real git and kept as rows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from maturity.models import Event
from releases.actions.flags import due, due_releases, flags_of, look, look_at_code, look_at_release
from releases.actions.flags.showing import to_switch
from releases.models import FlagReading, ReleaseFlags
from tests.factories import make_assessment, make_repository
from tests.gitrepo import GitRepo
from tests.releases.factories import make_application, make_release

pytestmark = pytest.mark.django_db

DECLARES = """export const FLAGS = {
  FF_SEARCH: { type: 'boolean', default: false, owner: 'find', expires: '2026-12-31' },
  limit: 3,
} as const;
"""
USES = "if (process.env.FF_OTHER === 'true') { show(FLAGS.limit) }\n"
CODE = {"src/featureFlags.ts": DECLARES, "src/a.ts": USES, "live/prod/a.tfvars": 'FF_SEARCH = "true"\n'}


@pytest.fixture
def repo(tmp_path):
    return GitRepo(tmp_path / "app")


@pytest.fixture
def application(repo):
    return make_application(repository=make_repository("acme/app", url=str(repo.path)), team=None)


def scanned(application, commit):
    repository = application.repository
    repository.current = make_assessment(repository, commit=commit)
    repository.save()
    return look_at_code(application, timezone.now())


def told(application):
    return {one.key: (one.type, one.default, one.path, one.uses.count()) for one in application.flags.all()}


def kinds():
    return list(Event.objects.filter(kind__startswith="flag.").order_by("pk").values_list("kind", flat=True))


def test_declared_and_used_flags_are_kept_with_their_lines(repo, application):
    assert scanned(application, repo.commit(CODE)).error == ""
    assert told(application) == {
        "FF_SEARCH": ("boolean", False, "src/featureFlags.ts", 0),
        "limit": ("number", 3, "src/featureFlags.ts", 1),
        "FF_OTHER": ("boolean", False, "", 1),
    }
    search = application.flags.get(key="FF_SEARCH")
    assert (search.owner, search.expires_on, search.line) == ("find", date(2026, 12, 31), 2)
    state = search.states.get()
    assert (state.environment, state.value, state.place) == ("prod", True, "live/prod/a.tfvars:1")
    assert kinds() == ["flag.appeared"]


def test_a_second_look_at_the_same_code_changes_nothing(repo, application):
    commit = repo.commit(CODE)
    scanned(application, commit)
    before = list(application.flags.values())
    look_at_code(application, timezone.now())
    assert list(application.flags.values()) == before
    assert kinds() == ["flag.appeared"]


def test_what_code_no_longer_names_is_gone_and_comes_back(repo, application):
    scanned(application, repo.commit(CODE))
    scanned(application, repo.commit({"src/a.ts": "show(1)\n"}))
    assert application.flags.get(key="FF_OTHER").gone_at is not None
    scanned(application, repo.commit({"src/a.ts": USES}))
    assert application.flags.get(key="FF_OTHER").gone_at is None
    assert kinds() == ["flag.appeared", "flag.gone", "flag.appeared"]


def test_another_default_is_told_and_what_a_person_said_stays(repo, application):
    scanned(application, repo.commit(CODE))
    flag = application.flags.get(key="FF_SEARCH")
    flag.owner, flag.edited = "mine", ["owner"]
    flag.save()
    scanned(application, repo.commit({"src/featureFlags.ts": DECLARES.replace("false", "true")}))
    flag.refresh_from_db()
    assert (flag.default, flag.owner) == (True, "mine")
    event = Event.objects.get(kind="flag.changed")
    assert (event.subject, event.data["before"], event.data["after"]) == ("FF_SEARCH", "false", "true")


def test_only_the_folder_of_the_application_counts_but_deployments_lie_anywhere(repo, application):
    application.path = "app"
    application.save()
    files = {"app/x.py": 'os.getenv("FF_A")', "other/x.py": 'os.getenv("FF_B")',
             "deploy/prod.env": "FF_A=true\nFF_B=true\n"}  # fmt: skip
    scanned(application, repo.commit(files))
    assert list(told(application)) == ["FF_A"]
    assert application.flags.get().states.get().place == "deploy/prod.env:1"


def test_a_commit_that_is_not_here_is_said_and_the_flags_stay(repo, application):
    scanned(application, repo.commit(CODE))
    assert "f" * 7 in scanned(application, "f" * 40).error
    assert len(told(application)) == 3


def test_an_application_without_code_says_so():
    application = make_application(repository=None)
    assert look_at_code(application, timezone.now()).error == "the repository was not scanned yet"


def test_broken_flag_files_are_named_and_the_others_are_read(repo, application):
    reading = scanned(application, repo.commit({**CODE, "config/flags.yaml": "a: [1\n"}))
    assert list(reading.broken) == ["config/flags.yaml"]
    assert len(told(application)) == 3


def test_it_is_due_when_another_commit_was_scanned(repo, application):
    now = timezone.now()
    assert due(now) == []
    scanned(application, repo.commit(CODE))
    assert due(now) == []
    application.repository.current = make_assessment(application.repository, commit=repo.commit({"x": "1"}))
    application.repository.save()
    assert due(now) == [application.pk]
    look(application, now)
    assert due(now) == []
    assert FlagReading.objects.get().commit == application.repository.current.snapshot.commit


def test_a_release_tells_which_flags_it_adds_and_changes(repo, application):
    base = repo.commit(CODE)
    scanned(application, base)
    more = DECLARES.replace("limit: 3", "limit: 5, fresh: false")
    head = repo.commit({"src/featureFlags.ts": more})
    release = make_release(application, commit=head, base_commit=base)
    look_at_release(release, timezone.now())
    assert to_switch(release) == (("fresh", False), ("limit", 3))
    shown = flags_of(release, timezone.now())
    assert [(one.key, one.how) for one in shown.lines][:2] == [("fresh", "new"), ("limit", "changed")]
    assert [(one.back.text, one.back.other) for one in shown.lines][:2] == [("false", True), ("3", True)]


def test_a_release_is_due_until_its_commits_were_read(repo, application):
    release = make_release(application, commit=repo.commit(CODE), base_commit="")
    now = timezone.now()
    assert due_releases(now) == [release.pk]
    look_at_release(release, now)
    assert due_releases(now) == []
    release.base_commit = "f" * 40
    release.save()
    assert due_releases(now) == [release.pk]
    look_at_release(release, now)
    assert due_releases(now) == []
    assert due_releases(now + timedelta(minutes=16)) == [release.pk]


def test_a_release_whose_base_nobody_knows_leaves_them_unknown(repo, application):
    release = make_release(application, commit=repo.commit(CODE), base_version="1")
    look_at_release(release, timezone.now())
    assert (to_switch(release), flags_of(release, timezone.now()).known) == (None, None)
    assert ReleaseFlags.objects.get().error == "nobody knows which commit 1 is, which runs now"


def test_hostile_names_and_values_reach_no_row(repo, application):
    hostile = '{"<img src=x>": true, "ok": "\\u0000x", "apiKey": "hunter2", "' + "k" * 300 + '": 1}'
    scanned(application, repo.commit({"config/flags.json": hostile}))
    assert {one.key: one.default for one in application.flags.all()} == {"ok": "x", "apiKey": "[redacted]"}
