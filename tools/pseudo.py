"""A language in which every translated phrase stands in [brackets].

What stands outside brackets on a page or in a help text was never marked for
translation.  Tests reach it through the fixture ``pseudo``; nobody else can.
"""

from __future__ import annotations

import re
from copy import copy
from html.parser import HTMLParser
from pathlib import Path

from babel.messages.mofile import write_mo

from tools.translations import Words, clicks_words, djangos_words, our_words

LANGUAGE = "x-pseudo"
DJANGOS_NAME_OF_IT = "x_Pseudo"  # the folder in which Django looks for it

# Elements without words, and those whose words belong to a list, not to us.
WORDLESS = frozenset({"style", "script", "code", "kbd", "samp", "bdi"})
ALONE = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})
# A sentence goes on through these; any other element begins or ends one.
INSIDE_A_SENTENCE = WORDLESS | {"a", "abbr", "b", "em", "i", "span", "strong", "time"}
SPOKEN_ATTRIBUTES = frozenset({"alt", "aria-label", "placeholder", "title"})
A_WORD = re.compile(r"[^\W\d_]{2,}")


def write_catalogues(folder: Path) -> None:
    """Write ``x-pseudo`` catalogues of all that is marked into ``folder``."""
    ours = our_words()
    for words in (ours, clicks_words()):
        _write(words, folder / LANGUAGE / "LC_MESSAGES" / f"{words.domain}.mo")
    for message in djangos_words():
        if message.id and message.id not in ours.phrases:
            ours.phrases[message.id] = copy(message)
    _write(ours, folder / DJANGOS_NAME_OF_IT / "LC_MESSAGES" / "django.mo")


def _write(words: Words, path: Path) -> None:
    for message in words.phrases:
        if isinstance(message.id, str):
            message.string = f"[{message.id}]" if message.id else message.string
        else:
            message.string = tuple(f"[{form}]" for form in message.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_mo(file, words.phrases)


def outside_brackets(text: str) -> str:
    """Return what stands outside brackets, inner ones included.

    >>> outside_brackets("[Rows [of both]]: 12 and more")
    ': 12 and more'
    """
    depth, kept = 0, []
    for sign in text:
        depth += sign == "["
        if depth <= 0:
            kept.append(sign)
        depth -= sign == "]"
    return "".join(kept)


def unmarked_words(text: str) -> list[str]:
    """Return the words of plain text that no catalogue holds.

    >>> unmarked_words("[Rows]: 12 kB, oops")
    ['kB', 'oops']
    """
    return A_WORD.findall(outside_brackets(text))


def unmarked_in_html(page: str) -> list[str]:
    """Return the pieces of a page, its spoken attributes too, that nobody marked.

    Left out: elements with ``translate="no"``, and those of ``WORDLESS``.

    >>> unmarked_in_html('<p title="[Rows]">[Both <bdi>a</bdi> and] b <i>both</i></p>')
    ['b both']
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return [piece.strip() for piece in reader.found]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent: list[bool] = []  # one for each open element
        self._sentence = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_sentence_at(tag)
        told = dict(attrs)
        silent = tag in WORDLESS or told.get("translate") == "no"
        silent = silent or (bool(self._silent) and self._silent[-1])
        if not silent:
            for name in sorted(SPOKEN_ATTRIBUTES & told.keys()):
                self._look_at(told[name] or "")
        if tag not in ALONE:
            self._silent.append(silent)

    def handle_endtag(self, tag: str) -> None:
        self._end_sentence_at(tag)
        if tag not in ALONE and self._silent:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not (self._silent and self._silent[-1]):
            self._sentence += data

    def close(self) -> None:
        super().close()
        self._end_sentence_at("html")

    def _end_sentence_at(self, tag: str) -> None:
        if tag not in INSIDE_A_SENTENCE:
            self._look_at(self._sentence)
            self._sentence = ""

    def _look_at(self, text: str) -> None:
        left = outside_brackets(text)
        if A_WORD.search(left):
            self.found.append(left)
