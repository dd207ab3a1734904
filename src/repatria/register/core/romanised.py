"""A Cyrillic name in Latin letters, for readers who do not read the script.

A help for the eye, after the tables in passports; nothing is compared by it.
"""

from __future__ import annotations

_BOTH = dict(
    zip(
        "абвджзклмнопрстуфхцчшщьъ",
        "a b v d zh z k l m n o p r s t u f kh ts ch sh shch - -".split(),
        strict=True,
    )
)
_UKRAINIAN = _BOTH | dict(
    zip("гґеєиіїйюя'’ʼ", "h g e ie y i i i iu ia - - -".split(), strict=True)
)
_RUSSIAN = _BOTH | dict(zip("геёийыэюяі", "g e e i i y e iu ia i".split(), strict=True))
_AT_THE_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_OF_UKRAINIAN = frozenset("ґєії'’ʼ")


def romanised(text: str) -> str:
    """Return a name in Latin letters; "" where it has no Cyrillic letter.

    >>> romanised("Єлизавета Їжак"), romanised("Taras")
    ('Yelyzaveta Yizhak', '')
    """
    lower = text.lower()
    if not any("а" <= letter <= "ӿ" for letter in lower):
        return ""
    ukrainian = bool(_OF_UKRAINIAN & set(lower))
    letters = _UKRAINIAN if ukrainian else _RUSSIAN
    return " ".join(_word(word, letters, ukrainian) for word in lower.split())


def _word(word: str, letters: dict[str, str], ukrainian: bool) -> str:  # noqa: FBT001
    written = []
    for at, letter in enumerate(word):
        latin = letters.get(letter, letter)
        if at == 0 and ukrainian:
            latin = _AT_THE_START.get(letter, latin)
        written.append("" if latin == "-" else latin)
    return "-".join(part.capitalize() for part in "".join(written).split("-"))
