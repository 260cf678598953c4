from __future__ import annotations

from releases.core.facts.service import Line, Setting
from releases.core.gate import Evidence
from releases.core.gates._service import lacking
from releases.core.service_table import rows
from releases.core.written import Place, of_another, proof, together
from tests.releases.core.gates.services import live, seen

OWN = Line("svc.tf", 3, 300, "300")


def link(path: str, line: int) -> str:
    return f"https://example.com/{path}#L{line}"


def other(value: int | None, text: str = "", *, named: bool = True) -> Place:
    lines = {"deregistration_delay": Line("live/alb.tf", 7, value, text or str(value))}
    return of_another(Place(lines, named), "acme/infra", link)  # type: ignore[arg-type]


def own(line: Line = OWN, *, named: bool = True) -> Place:
    return Place({"deregistration_delay": line}, named)


def told(*places: Place) -> Line:
    return together(places)["deregistration_delay"]


def test_what_only_another_repository_says_has_its_address_there():
    line = told(Place({}), other(120))
    assert (line.value, line.place) == (120, "acme/infra: live/alb.tf:7")
    assert proof(line, "", "c" * 40) == Evidence(line.place, url="https://example.com/live/alb.tf#L7")


def test_a_line_of_another_repository_is_never_linked_into_the_own_one():
    place = of_another(Place({"deregistration_delay": OWN}), "acme/infra", lambda _path, _line: "")
    found = proof(place.lines["deregistration_delay"], "300", "c" * 40)
    assert (found.path, found.commit, found.url) == ("", "", "")


def test_places_that_agree_are_one():
    assert told(own(), other(300)) == OWN


def test_places_that_say_different_things_are_both_kept_and_nobody_knows_the_value():
    line = told(own(), other(120))
    assert line.value is None
    assert [(one.place, one.text) for one in line.every] == [
        ("svc.tf:3", "300"),
        ("acme/infra: live/alb.tf:7", "120"),
    ]


def test_a_value_made_of_variables_agrees_with_none():
    assert told(own(), other(None, "var.delay")).value is None
    same = told(own(Line("svc.tf", 3, None, "var.delay")), other(None, "var.delay"))
    assert len(same.every) == 2


def test_a_service_by_its_name_counts_before_one_that_may_be_it():
    assert told(own(named=False), other(120)).value == 120
    assert told(own(), other(120, named=False)).value == 300


def test_of_several_that_may_be_it_nobody_knows_which_is():
    assert together([own(named=False), other(300, named=False)]) == {}
    assert told(Place({}), other(120, named=False)).value == 120


def test_what_is_said_in_two_ways_is_unknown_and_both_places_are_shown():
    found = seen(None, written={"deregistration_delay": told(own(), other(120))}, commit="c" * 40)
    result = lacking(found, "deregistration_delay")
    assert result is not None
    assert "(svc.tf:3 says 300, acme/infra: live/alb.tf:7 says 120)" in result.reason
    assert [(one.path, one.url) for one in result.evidence] == [
        ("svc.tf", ""), ("", "https://example.com/live/alb.tf#L7"),
    ]  # fmt: skip
    row = next(one for one in rows(found, {}) if one.name == "deregistration_delay")
    assert (row.value, row.parted, row.written, len(row.proof)) == ("", True, "300; 120", 2)


def test_aws_counts_where_files_say_different_things():
    setting = Setting(name="deregistration_delay", live=60, file=told(own(), other(120)))
    assert (setting.value, setting.differs) == (60, False)


def test_a_repository_that_was_not_read_is_named_where_a_value_is_missing():
    found = seen(live({"deregistration_delay": None}), unread=("acme/infra: it was not scanned yet",))
    result = lacking(found, "deregistration_delay")
    assert result is not None
    assert "; code was not read: acme/infra: it was not scanned yet" in result.reason
