"""What the docs say is asked of a host is what the manifest and the pages ask for."""

from __future__ import annotations

from pathlib import Path

from maturity.core.permissions import github, gitlab
from releases.core.presets import all_presets

DOCS = Path(__file__).resolve().parent.parent / "docs"


def test_the_page_of_github_has_every_right_and_no_other():
    page = (DOCS / "connect_github.md").read_text()
    rows = [f"| {one.label} | {one.access} | {one.why} | {one.without} |" for one in github.PERMISSIONS]
    assert [line for line in page.splitlines() if line.startswith("| ")][1:] == rows


def test_the_page_of_github_shows_the_manifest_as_it_is_made():
    made = github.manifest("https://rungs.example", "https://rungs.example/hooks/all/github/")
    assert f"```json\n{made}\n```" in (DOCS / "connect_github.md").read_text()


def test_the_page_of_gitlab_has_every_scope_and_no_other():
    page = (DOCS / "connect_gitlab.md").read_text()
    rows = [f"| `{one.key}` | {one.why} | {one.without} |" for one in gitlab.PERMISSIONS]
    assert [line for line in page.splitlines() if line.startswith("| ")][1:] == rows
    assert f"role {gitlab.ROLE}" in page


def test_the_events_of_a_webhook_are_named():
    page = (DOCS / "connect_github.md").read_text()
    assert all(f"*{label}*" in page for label, _ in github.EVENTS.values())
    assert all(f"*{label}*" in (DOCS / "connect_gitlab.md").read_text() for label in gitlab.EVENTS)


def test_every_preset_of_metrics_is_named_with_what_is_typed():
    page = (DOCS / "metrics.md").read_text()
    for preset in all_presets().values():
        names = [f"({one.label.lower()})" if one.may else one.label.lower() for one in preset.fields]
        assert f"| {preset.title} | {preset.source} | {', '.join(names)} |" in page
