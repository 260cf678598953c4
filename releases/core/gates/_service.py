"""What gates about the ECS service say alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from releases.core.facts.service import Line, Name, Scalar, ServiceSeen, Setting
from releases.core.gate import Evidence, Result, World, unknown
from releases.core.telling import few, line, since
from releases.core.written import proof


def service_in(world: World) -> ServiceSeen | Result:
    """The service, or what to do so that there is one to ask."""
    found = world.get(ServiceSeen)
    if found is None or not found.name:
        where = found.environment if found else "that environment"
        what = "name it on the page of the application; one that does not run on ECS leaves this item out"
        links = (Evidence("The services of this application", url=found.page),) if found else ()
        return unknown(f"no ECS service is named for {where}", what, *links)
    return found


def lacking(found: ServiceSeen, *names: Name) -> Result | None:
    """None when all of them are known."""
    missing = [found.of(name) for name in names if found.of(name).value is None]
    if not missing:
        return None
    said = ", ".join(f"{one.name} is not known{_why(one)}" for one in missing)
    return unknown(f"{said}{_unread(found)}", _what(found), *_lines(missing, found.commit))


def _why(one: Setting) -> str:
    if one.file is None:
        return ""
    said = [f"{_at(each)} says {line(each.text or 'no number', 60)}" for each in one.file.every]
    return f" ({', '.join(said)})"


def _at(one: Line) -> str:
    path = f"{line(one.path)}:{one.line}"
    return f"{line(one.repository)}: {path}" if one.repository else path


def _unread(found: ServiceSeen) -> str:
    files = f"; code was not read: {few(found.unread)}" if found.unread else ""
    if found.error:
        return f"; AWS was not read: {line(found.error, 200)}{files}"
    return files if found.live else f"; AWS was not read yet{files}"


def _what(found: ServiceSeen) -> str:
    if not found.connected:
        return f"choose an AWS connection for the service {line(found.name)} on the page of the application"
    return "read the service again, once its connection may; or write the value out in Terraform"


def not_live(found: ServiceSeen, what: str) -> Result:
    """For what only AWS can tell."""
    return unknown(f"{what} is not known{_unread(found)}", _what(found), *_page(found))


def aside(found: ServiceSeen, *names: Name) -> str:
    """Where code and AWS differ, to stand behind a reason; "" where they do not."""
    settings = [one for one in map(found.of, names) if one.differs and one.file]
    told = [
        f"{_at(one.file)} says {one.name} {_said(one.file.value)}, "
        f"AWS has {_said(one.live)}"
        for one in settings if one.file
    ]  # fmt: skip
    return f"; {'; '.join(told)}" if told else ""


def _said(value: Scalar | None) -> str:
    return line(str(value).lower() if isinstance(value, bool) else str(value))


def links(found: ServiceSeen, now: datetime, *names: Name) -> tuple[Evidence, ...]:
    """The lines of the files, and when AWS was read."""
    settings = [found.of(name) for name in names]
    live = any(one.live is not None for one in settings)
    return (*_lines(settings, found.commit), *(read(found, now) if live else ()))


def _lines(settings: Sequence[Setting], commit: str) -> Iterator[Evidence]:
    for one in settings:
        for each in one.file.every if one.file is not None else ():
            text = f"{one.name} = {line(each.text or _said(each.value), 120)}"
            yield proof(each, text, commit)


def read(found: ServiceSeen, now: datetime) -> tuple[Evidence, ...]:
    when = f"read {since(found.read_at, now)} ago" if found.read_at else "read"
    return (Evidence(f"{line(found.name)}: {when}", url=found.page),)


def _page(found: ServiceSeen) -> tuple[Evidence, ...]:
    return (Evidence("The services of this application", url=found.page),) if found.page else ()


def untold(found: ServiceSeen) -> str:
    """What AWS did not tell, behind a reason."""
    return f": {few(found.live.untold)}" if found.live and found.live.untold else ""
