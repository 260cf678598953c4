"""The catalogue of a language: what the code says goes in, what runs comes out.

`make messages` reads every text again. What is new stands in the .po without a translation, what is gone
is gone, and the .mo, which is what runs, is compiled from it.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

from tests.language import engine

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES"
PO, MO = FOLDER / "django.po", FOLDER / "django.mo"
CODE = ("config", "maturity", "releases")
KEYWORDS = (
    "gettext_noop", "gettext_lazy", "ngettext_lazy:1,2", "pgettext:1c,2", "npgettext:1c,2,3",
    "pgettext_lazy:1c,2", "npgettext_lazy:1c,2,3",
)  # fmt: skip
Key = tuple[str | None, str, str]  # context, text, plural


def key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def extracted() -> list[polib.POEntry]:
    """Every text in templates and code, in the order it is met."""
    with tempfile.TemporaryDirectory() as folder:
        files = [path for path, text in _sources() if _written(Path(folder) / path, text)]
        command = [
            "xgettext", "--language=Python", "--from-code=UTF-8", "--no-location", "--no-wrap", "--output=-",
            *(f"--keyword={one}" for one in KEYWORDS), *(str(path) for path in files),
        ]  # fmt: skip
        found = subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout
    return list(polib.pofile(found.decode(), wrapwidth=0))


def _sources() -> Iterator[tuple[Path, str]]:
    """Python as it is, templates as Python in which xgettext finds what they translate, and the engine's."""
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT), path.read_text()
    for path in sorted((ROOT / "templates").rglob("*.*")):
        yield path.relative_to(ROOT), templatize(path.read_text(), origin=str(path))
    said = (f"pgettext('engine', {text!r})" for text in engine.sentences())
    yield Path("engine.py"), "\n".join(said)


def _written(path: Path, text: str) -> bool:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return True


def write() -> None:
    known = {key(entry): entry for entry in polib.pofile(str(PO), wrapwidth=0)}
    po = polib.pofile(str(PO), wrapwidth=0)
    po.clear()
    for entry in extracted():
        old = known.get(key(entry))
        if old:
            entry.msgstr, entry.msgstr_plural, entry.tcomment = old.msgstr, old.msgstr_plural, old.tcomment
        elif entry.msgid_plural:
            entry.msgstr_plural = {0: ""}
        po.append(entry)
    po.save()
    po.save_as_mofile(str(MO))
    lacking = po.untranslated_entries()
    print(f"{len(po)} texts, {len(lacking)} of them without a translation")  # noqa: T201 - the command's answer


if __name__ == "__main__":
    if shutil.which("xgettext") is None:
        raise SystemExit("xgettext is not installed: install GNU gettext")
    write()
