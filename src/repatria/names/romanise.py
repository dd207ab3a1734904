"""Names of other scripts in rough Latin letters, to compare them by."""

from __future__ import annotations

from functools import cache

from repatria.names.script import clean
from repatria.names.stages import Step, stages_of, step_of

_FIRST_SYLLABLE, _LAST_SYLLABLE = 0xAC00, 0xD7A3
_VOWELS, _FINALS = 21, 28
_INITIAL = "g kk n d tt r m b pp s ss - j jj ch k t p h".split(" ")
_VOWEL = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split(" ")
_FINAL = "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split(" ")


@cache
def _step() -> Step:
    (letters,) = stages_of("romanise.tsv")
    return step_of(letters)


def romanise(text: str) -> str:
    """Return ``text`` with the letters of other scripts in rough Latin ones.

    Latin and Cyrillic stay as they are: ``names.fold`` reads those.  Accents
    of Greek and marks of Arabic are dropped; vowels that a script does not
    write are missing.

    >>> romanise("Κυριάκος"), romanise("გიორგი"), romanise("김")
    ('kyriakos', 'giorgi', 'gim')
    """
    if text.isascii():
        return text
    plain = "".join(_syllable(letter) for letter in clean(text))
    return _step()(plain.translate(_ACCENTED).lower())


def _syllable(letter: str) -> str:
    """Return a Korean syllable in Latin letters, any other letter as it is."""
    if not _FIRST_SYLLABLE <= ord(letter) <= _LAST_SYLLABLE:
        return letter
    rest, final = divmod(ord(letter) - _FIRST_SYLLABLE, _FINALS)
    first, vowel = divmod(rest, _VOWELS)
    return (_INITIAL[first] + _VOWEL[vowel] + _FINAL[final]).replace("-", "")


_ACCENTED = str.maketrans("άέήίόύώϊϋΐΰΆΈΉΊΌΎΏ", "αεηιουωιυιυαεηιουω")
