"""Keep the catalogues of ``src/repatria/locale`` in step with the sources.

``python -m tools.translations update`` collects every marked phrase, merges
it into every language and compiles them (``make translations``).
``python -m tools.translations check`` changes nothing and says what is
missing, phrase by phrase (part of ``make check``).
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from operator import itemgetter
from pathlib import Path
from typing import IO, Any, NamedTuple

import django.conf
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from repatria.shared import text

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "src" / "repatria"
LOCALES = SOURCES / "locale"
LANGUAGES = tuple(code for code in text.LANGUAGES if code != "en")
# The dates of a catalogue say nothing that its history does not say better.
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)

COUNTING = frozenset({"mark_number", "say_number", "ngettext", "ngettext_lazy"})
# The first word says where the phrase stands, where one phrase has two meanings.
PLACED = frozenset({"pgettext", "pgettext_lazy"})
KEYWORDS = {
    **dict.fromkeys(("_", "mark", "gettext", "gettext_lazy"), None),
    "say": (1,),
    **dict.fromkeys(COUNTING, (1, 2)),
    **dict.fromkeys(PLACED, ((1, "c"), 2)),
    "npgettext": ((1, "c"), 2, 3),
}
# Django looks for its own domain; the phrases are the same, kept once.
ALSO_COMPILED_AS = {"repatria": ("django",)}

OURS = """\
# Repatria in another language.
# Licensed under the EUPL-1.2 or later.
#"""
CLICKS = """\
# Words of the library click in another language.
# Source of the phrases: click (BSD-3-Clause); of their translations: Repatria.
#"""


Found = tuple[int, str, str | tuple[str, ...], list[str]]


def marked_in_python(
    file: IO[bytes], keywords: Container[str], *_more: object, **_options: object
) -> Iterator[Found]:
    """Yield the marked phrases of a module, in Babel's form.

    Babel's own reader takes ``say(WORDS["key"])`` for a phrase ``"key"``.
    """
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call):
            name = str(getattr(node.func, "attr", getattr(node.func, "id", "")))
            taken = node.args[: 2 if name in COUNTING | PLACED else 1]
            phrases = tuple(
                one.value
                for one in taken
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
            )
            if name in keywords and phrases and len(phrases) == len(taken):
                phrase = phrases if len(phrases) > 1 else phrases[0]
                yield node.lineno, name, phrase, []


def marked_in_a_page(
    file: IO[bytes], keywords: Any, tags: Any, options: Any
) -> Iterator[Any]:
    """Yield the marked phrases of a Django template, in Babel's form."""
    # Django turns a page into calls of gettext among rows of XXX, indented like
    # the page; inside parentheses nobody minds the indentation.
    calls = f"({templatize(file.read().decode())}\n)"
    yield from extract_python(io.BytesIO(calls.encode()), keywords, tags, options)


class Words(NamedTuple):
    """A catalogue to be kept: its name and the phrases it must hold."""

    domain: str
    header: str
    phrases: Catalog


def our_words() -> Words:
    """Collect the phrases that Repatria's own sources and templates mark."""
    return deepcopy(_our_words())  # catalogues are written into


@cache
def _our_words() -> Words:
    methods = [
        ("**/tests/**", "ignore"),
        ("**.py", marked_in_python),
        ("**/report/templates/**.html", "jinja2"),
        ("**/templates/**.html", marked_in_a_page),
        ("**/templates/**.txt", marked_in_a_page),
    ]
    return Words("repatria", OURS, _collect(SOURCES, methods))


def clicks_words() -> Words:
    """Collect the phrases of the installed click."""
    spec = find_spec("click")
    if spec is None or spec.origin is None:
        raise RuntimeError("click is not installed; run make .venv/dev.stamp")
    folder = Path(spec.origin).parent
    return Words("click", CLICKS, _collect(folder, [("**.py", "python")]))


def djangos_words() -> Catalog:
    """Return the phrases that Django says by itself: months, faults of forms."""
    folder = Path(django.conf.__file__).parent / "locale" / "en" / "LC_MESSAGES"
    with (folder / "django.po").open("rb") as file:
        return read_po(file, locale="en")


def _collect(folder: Path, methods: list[tuple[str, Any]]) -> Catalog:
    """Return the phrases of ``folder``; sorted, so that a run changes nothing."""
    trimmed = {"trimmed": "true", "silent": "false"}
    options = {"**/report/templates/**.html": trimmed}
    found = extract_from_dir(folder, methods, options, KEYWORDS)
    phrases = Catalog(charset="utf-8")
    for file, _line, phrase, _comments, context in sorted(found, key=itemgetter(0, 1)):
        place = f"{folder.name}/{Path(file).as_posix()}"
        phrases.add(phrase, locations=[(place, 0)], context=context)
    return phrases


def path_of(domain: str, language: str) -> Path:
    """Return where the source of a catalogue lies."""
    return LOCALES / language / "LC_MESSAGES" / f"{domain}.po"


def read(domain: str, language: str) -> Catalog:
    """Return a stored catalogue, an empty one where there is none yet."""
    path = path_of(domain, language)
    if not path.exists():
        return Catalog(locale=language, domain=domain, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=domain)


def update(words: Words, language: str) -> None:
    """Merge the phrases into one language's catalogue and compile it."""
    catalogue = read(words.domain, language)
    # A guess from a similar phrase reads well and says something else.
    catalogue.update(words.phrases, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    catalogue.header_comment = words.header
    catalogue.project, catalogue.version = "Repatria", "0"
    catalogue.msgid_bugs_address = catalogue.last_translator = ""
    catalogue.language_team = ""
    catalogue.creation_date = catalogue.revision_date = LONG_AGO
    path = path_of(words.domain, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, sort_output=True, include_lineno=False)
    # From the file as written: a check can then repeat it to the byte.
    stored = read(words.domain, language)
    for machine in machine_paths(words.domain, language):
        machine.write_bytes(compiled(stored))


def machine_paths(domain: str, language: str) -> list[Path]:
    """Return where the compiled forms of a catalogue lie."""
    path = path_of(domain, language)
    names = (domain, *ALSO_COMPILED_AS.get(domain, ()))
    return [path.with_name(f"{name}.mo") for name in names]


def compiled(catalogue: Catalog) -> bytes:
    """Return the bytes of the compiled catalogue."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def complaints(words: Words, language: str) -> Iterator[str]:
    """Say what keeps one catalogue from being complete and in step."""
    stored = read(words.domain, language)
    name = path_of(words.domain, language).relative_to(ROOT)
    wanted = {_key(message) for message in words.phrases if message.id}
    held = {_key(message) for message in stored if message.id}
    for phrase in sorted(wanted - held, key=str):
        yield f"{name}: not collected yet: {phrase!r}"
    for phrase in sorted(held - wanted, key=str):
        yield f"{name}: no longer in the sources: {phrase!r}"
    for message in stored:
        if message.id and _is_asked_of(message, language):
            yield from (f"{name}: {fault}" for fault in _faults(message))
    for machine in machine_paths(words.domain, language):
        if not machine.exists() or machine.read_bytes() != compiled(stored):
            yield f"{name}: not compiled since it was changed: {machine.name}"


def _is_asked_of(message: Message, language: str) -> bool:
    """Tell whether a phrase must be right: all where a language is complete."""
    return text.is_complete(language) or any(forms(message.string))


def _key(message: Message) -> str | tuple[str, ...]:
    told = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    placed = (message.context, *told) if message.context else told
    return placed if len(placed) > 1 else placed[0]


def forms(text: str | Iterable[str] | None) -> list[str]:
    """Return a phrase's forms: one, or as many as the language counts by."""
    return [text] if isinstance(text, str) else list(text or ())


def _faults(message: Message) -> Iterator[str]:
    """Say what is wrong with one translation."""
    originals, said = forms(message.id), forms(message.string)
    if not said or not all(said):
        yield f"not translated: {originals[-1]!r}"
        return
    if message.fuzzy:
        yield f"marked as a guess (fuzzy): {originals[-1]!r}"
    for translation in said:
        if not any(_fits(original, translation) for original in originals):
            yield f"{{...}}, tags or outer spaces differ: {translation!r}"


def _fits(original: str, translation: str) -> bool:
    """Tell whether both hold the same placeholders, tags and outer spaces."""
    return _skeleton(original) == _skeleton(translation)


def _skeleton(text: str) -> tuple[Counter[str], bool, bool]:
    parts = re.findall(r"\{[^{}]*\}|%\(\w+\)[sd]|%[sd]|</?\w[^>]*>", text)
    return Counter(parts), text[:1].isspace(), text[-1:].isspace()


def main(words: list[str]) -> int:
    """Update or check every catalogue; return the exit status."""
    catalogues = [
        (kept, language)
        for kept in (our_words(), clicks_words())
        for language in LANGUAGES
    ]
    if words == ["update"]:
        for kept, language in catalogues:
            update(kept, language)
    elif words != ["check"]:
        print(__doc__, file=sys.stderr)
        return 2
    found = [said for pair in catalogues for said in complaints(*pair)]
    if found:
        print(*found, sep="\n", file=sys.stderr)
        print(
            f"\n{len(found)} things to mend. Run `make translations`, fill in what "
            "it leaves empty under src/repatria/locale, and run it again.",
            file=sys.stderr,
        )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
