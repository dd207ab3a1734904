"""Refusals of the commands about lots."""

from __future__ import annotations

from repatria.exchange.core.errors import ExchangeRefusedError
from repatria.shared.text import mark as _


class SecretThereError(ExchangeRefusedError):
    """A new secret would be written over a file."""

    code = "exchange.secret-there"
    what = _("There is a file {file} already.")
    remedy = _("Choose another name: a commitment is lost without its secret.")


class NoLotInFileError(ExchangeRefusedError):
    """The file is neither a secret nor a list with a lot."""

    code = "exchange.no-lot-in-file"
    what = _("{file} is neither a secret nor a list that tells of a lot.")
    remedy = _("Name the file of a secret, or the list as it was downloaded to sign.")
