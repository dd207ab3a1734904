"""What a list says, set safely: escaped, isolated, marked with its script."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from markupsafe import Markup, escape

LONGEST = 400
"""Characters of one value on the page; the CSV files hold the whole."""

# First letters of a script's block or blocks, as ISO 15924 writes the script.
SCRIPTS: tuple[tuple[str, str], ...] = (
    ("LATIN", "Latn"),
    ("CYRILLIC", "Cyrl"),
    ("ARABIC", "Arab"),
    ("HEBREW", "Hebr"),
    ("GREEK", "Grek"),
    ("GEORGIAN", "Geor"),
    ("ARMENIAN", "Armn"),
    ("HANGUL", "Kore"),
    ("CJK", "Hani"),
)

# Characters that would steer the reading order or corrupt the page unseen.
# Marks that Arabic and Hebrew writing needs (200E, 200F, 200C, 200D) stay.
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def script_of(text: str) -> str:
    """Return the script of the first letter of ``text``, ``""`` if none is known.

    >>> script_of("36. Шевченко"), script_of("Ševčenko"), script_of("1984")
    ('Cyrl', 'Latn', '')
    """
    letter = next((sign for sign in text if sign.isalpha()), "")
    name = unicodedata.name(letter, "") if letter else ""
    return next((tag for start, tag in SCRIPTS if name.startswith(start)), "")


def visible(text: str) -> str:
    r"""Return ``text`` with each hidden steering character shown by its number.

    >>> visible("a\x00b")
    'a⟦U+0000⟧b'
    """
    return HIDDEN.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", text)


@lru_cache(maxsize=65_536)
def verbatim(text: str) -> Markup:
    """Return ``text`` as an isolated element that no translator may touch."""
    shown = visible(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")
    script = script_of(shown)
    lang = f' lang="und-{script}"' if script else ""
    # Put together by hand: thousands of values a page, and only they need escaping.
    element = f'<bdi{lang} dir="auto" translate="no">{escape(shown)}</bdi>'
    return Markup(element)  # noqa: S704 - the value is escaped, the rest is ours
