"""Refusals of the room ``transmission``."""

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _


class NotATransmissionError(RepatriaError):
    """The content is no transmission of ours."""

    code = "transmission.not-one"
    what = _("This file is not a transmission.")
    remedy = _("Choose the file whose name ends in .repatria; nothing was kept.")


class TruncatedError(RepatriaError):
    """The end of the file is missing."""

    code = "transmission.truncated"
    what = _("The transmission ends too early: a part of it was lost on the way.")
    remedy = _("Copy the file again from the stick or the mail; nothing was kept.")


class AlteredError(RepatriaError):
    """The content is not what the header says."""

    code = "transmission.altered"
    what = _("The transmission was altered after it was made.")
    remedy = _(
        "Keep the file for whoever looks into it, and ask the sender for another copy; "
        "nothing was read."
    )


class UnsignedError(RepatriaError):
    """Nobody has signed the transmission."""

    code = "transmission.unsigned"
    what = _("Transmission {number} of {sender} carries no signature.")
    remedy = _(
        "Ask the sender for the signed file, or give the .sig file that belongs to it; "
        "nothing was kept."
    )


class WrongSignatureError(RepatriaError):
    """The signature is of another key, or over something else."""

    code = "transmission.wrong-signature"
    what = _(
        "The signature is not of {sender} over this file: the file was altered, or "
        "somebody else signed it."
    )
    remedy = _(
        "Compare the fingerprint of the key with {sender} aloud, and ask for another "
        "copy; nothing was kept."
    )


class UnknownSenderError(RepatriaError):
    """The sender is not among the correspondents, or without a key."""

    code = "transmission.unknown-sender"
    what = _("{sender} is not among the correspondents, or has no public key here.")
    remedy = _(
        "Add the correspondent with its public key under Transmissions, after "
        "comparing the fingerprint aloud; then receive the file again."
    )


class NotForUsError(RepatriaError):
    """Another organisation is the recipient."""

    code = "transmission.not-for-us"
    what = _("The transmission is addressed to {recipient}, not to {whose}.")
    remedy = _("Give it back to whoever brought it; nothing was kept.")


class ReplayedError(RepatriaError):
    """A transmission with this number has been received."""

    code = "transmission.replayed"
    what = _("Transmission {number} of {sender} was received before.")
    remedy = _(
        "Nothing needs to be done. If the sender calls this a new one, ask for it "
        "under a new number."
    )


class OutOfOrderError(RepatriaError):
    """Earlier transmissions are missing."""

    code = "transmission.out-of-order"
    what = _(
        "This is transmission {number} of {sender}, but number {missing} has not come."
    )
    remedy = _("Ask the sender for number {missing}, and receive it first.")


class OtherHistoryError(RepatriaError):
    """The number is right, but the sender's previous transmission was another one."""

    code = "transmission.other-history"
    what = _(
        "Transmission {number} of {sender} follows another number {before} than the "
        "one that was received here."
    )
    remedy = _(
        "Compare with the sender what was sent under number {before}; nothing was kept."
    )


class CheckpointOfAnotherError(RepatriaError):
    """An organisation sends somebody else's checkpoint as its own."""

    code = "transmission.checkpoint-of-another"
    what = _("{sender} has sent a checkpoint of {whose} as its own.")
    remedy = _("Ask {sender} for the checkpoint of its own ledger.")


class UnknownRecipientError(RepatriaError):
    """The recipient is not among the correspondents."""

    code = "transmission.unknown-recipient"
    what = _("{recipient} is not among the correspondents.")
    remedy = _("Add the correspondent under Transmissions first.")


class CorrespondentExistsError(RepatriaError):
    """The code is taken."""

    code = "transmission.correspondent-exists"
    what = _("There is a correspondent {code} already.")
    remedy = _("Give it its new key on its own page, or choose another code.")


class BadCodeError(RepatriaError):
    """A code that could not name a file."""

    code = "transmission.bad-code"
    what = _("{code} cannot be the code of an organisation or a kind.")
    remedy = _(
        "Use Latin letters, digits, - and _, with a letter first; checkpoint is taken."
    )


class NotAKeyError(RepatriaError):
    """The content is no public key."""

    code = "transmission.not-a-key"
    what = _("This is not a public key.")
    remedy = _('Take the file ending in .pub that "repatria keys new" has made.')


class NotAPrivateKeyError(RepatriaError):
    """The file is no private key, or the passphrase is another."""

    code = "transmission.not-a-private-key"
    what = _("{file} is not a private key, or the passphrase does not open it.")
    remedy = _('Take the file ending in .key that "repatria keys new" has made.')


class NotASignatureError(RepatriaError):
    """The content is no signature."""

    code = "transmission.not-a-signature"
    what = _("This is not a signature.")
    remedy = _('Take the file ending in .sig that "repatria sign" has made.')


class OwnKeyMissingError(RepatriaError):
    """The installation does not know its own organisation's public key."""

    code = "transmission.own-key-missing"
    what = _("The public key of this organisation is not known here.")
    remedy = _("Give it under Transmissions; the private key stays where it is.")


class NotOurSignatureError(RepatriaError):
    """The signature does not fit the prepared transmission."""

    code = "transmission.not-our-signature"
    what = _(
        "The signature is not of this organisation's key over transmission {number}."
    )
    remedy = _(
        "Sign the prepared file as it is, with the key whose public part is known "
        "here, and give the .sig file again."
    )


class SignedAlreadyError(RepatriaError):
    """A transmission is signed once."""

    code = "transmission.signed-already"
    what = _("Transmission {number} to {recipient} is signed already.")
    remedy = _("Nothing needs to be done; a correction is a new transmission.")


class NothingPreparedError(RepatriaError):
    """No prepared transmission fits the signature."""

    code = "transmission.nothing-prepared"
    what = _("No transmission that waits for a signature fits this one.")
    remedy = _("Prepare the transmission first, and sign the file that it made.")


class KeyFileExistsError(RepatriaError):
    """A key would be written over."""

    code = "transmission.key-exists"
    what = _("There is a file {file} already.")
    remedy = _("Choose another folder; a key is never written over.")


class NotACertificateError(RepatriaError):
    """A file or a line is no certificate, or not in the form in which it was made."""

    code = "transmission.not-a-certificate"
    what = _("{file} is not a certificate in the form in which it was made.")
    remedy = _(
        "Ask for the file ending in .repatria-certificate, or read the code on the "
        "paper again, whole."
    )
