"""Refusals of a destination other than home."""

from __future__ import annotations

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _


class NotOnAListError(RepatriaError):
    """Nobody's list says by whom the person is held and where home is."""

    code = "exchange.destination-of-nobody"
    what = _("Case {case} is on no list that tells who holds the person.")
    remedy = _("Import the list first; then say where the person goes.")


class NotConcernedError(RepatriaError):
    """A power says where somebody goes who is neither held by it nor its own."""

    code = "exchange.destination-not-theirs"
    what = _("{party} neither holds case {case} nor is the power of origin.")
    remedy = _("Only the powers concerned agree where somebody goes.")


class NotElsewhereError(RepatriaError):
    """The destination is the holder or home."""

    code = "exchange.destination-not-elsewhere"
    what = _("{country} is where case {case} is held or at home.")
    remedy = _("Name another country. Who goes home needs no entry: take it back.")


class NoCountryError(RepatriaError):
    """What was written names no country."""

    code = "exchange.destination-unreadable"
    what = _("A country is a name of at most {most} signs, without > and line breaks.")
    remedy = _("Write the country's name or code alone.")


class NobodysWordError(RepatriaError):
    """Nobody concerned is named who said so."""

    code = "exchange.destination-on-nobodys-word"
    what = _("It is not said on the word of which power concerned this stands.")
    remedy = _("Choose the detaining power, the power of origin, or both.")
