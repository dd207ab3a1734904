"""Refusals of the room ``bureau``."""

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _


class EnquiryUnreadableError(RepatriaError):
    """What came as an enquiry about names is not of the form that was agreed."""

    code = "bureau.enquiry-unreadable"
    what = _("The enquiry cannot be read: {reason}.")
    remedy = _(
        "It stands in the register all the same. Ask the sender to send it again, or "
        "enter its names by hand."
    )


class ReplyUnreadableError(RepatriaError):
    """What came as a reply to an enquiry is not of the form that was agreed."""

    code = "bureau.reply-unreadable"
    what = _("The reply cannot be read: {reason}.")
    remedy = _("It stands in the register all the same. Ask the sender for a new one.")


class ReplyToNothingError(RepatriaError):
    """A reply names an enquiry that was never sent to its sender from here."""

    code = "bureau.reply-to-nothing"
    what = _("The reply names an enquiry that was never sent from here to its sender.")
    remedy = _("Ask the sender which of your enquiries it answers.")


class TooManyNamesError(RepatriaError):
    """A file names more people than one enquiry may ask about."""

    code = "bureau.too-many-names"
    what = _("There are {rows} names; one enquiry may have {most}.")
    remedy = _("Divide the list into several enquiries.")


class NoNamesError(RepatriaError):
    """An enquiry without a single name asks nothing."""

    code = "bureau.no-names"
    what = _("There is not a single name.")
    remedy = _("Type the names, one a line, or choose a file that has them.")


class NoRecipientError(RepatriaError):
    """Only an organisation with which one corresponds can be sent a transmission."""

    code = "bureau.no-recipient"
    what = _("{serial} did not come from an organisation that receives transmissions.")
    remedy = _("Print the letter and send it on paper.")


class NotAnEnquiryError(RepatriaError):
    """Answers are given to an enquiry that came, and to nothing else."""

    code = "bureau.not-an-enquiry"
    what = _("{serial} is no enquiry that came in, so there is nothing to answer.")
    remedy = _("Close it with an outcome on its page.")


class NotOpenError(RepatriaError):
    """A piece that was answered or closed takes no more answers."""

    code = "bureau.not-open"
    what = _("{serial} has been answered or closed already.")
    remedy = _("Look at what happened on its page; it can be opened again there.")


class NotClosedError(RepatriaError):
    """A piece that waits cannot be opened again."""

    code = "bureau.not-closed"
    what = _("{serial} is open.")
    remedy = _("Look at its page: answer it, or close it with an outcome.")


class RowsOpenError(RepatriaError):
    """A reply leaves once a person has decided every row."""

    code = "bureau.rows-open"
    what = _("In {serial}, {rows} rows are not decided yet.")
    remedy = _(
        "Decide them on its page; where nothing can be said yet, answer that data is "
        "needed."
    )


class RowGoneError(RepatriaError):
    """Somebody else has decided a row in the meantime, or it belongs elsewhere."""

    code = "bureau.row-gone"
    what = _("Row {row} does not belong to {serial}.")
    remedy = _("Load the page again and look at the row.")


class CaseNeededError(RepatriaError):
    """An answer about a person names whose case it rests on."""

    code = "bureau.case-needed"
    what = _("Row {row} is to be answered with a fate, but nobody said whose it is.")
    remedy = _("Write the case number beside the row, or answer that data is needed.")


class NothingEstablishedError(RepatriaError):
    """A certificate states what is established; here nothing is."""

    code = "bureau.nothing-established"
    what = _(
        "About case {case} nothing is established that a certificate could state: "
        "nobody but relatives or lists of missing people speaks of captivity."
    )
    remedy = _("Enquire with the detaining power or the neutral agency first.")


class RequesterUnverifiedError(RepatriaError):
    """A certificate goes to nobody whose identity was not checked."""

    code = "bureau.requester-not-verified"
    what = _("Nobody has checked who asks in request {request}, or it did not hold.")
    remedy = _("Check papers or call back, and write on the request what came out.")


class NotTheirCaseError(RepatriaError):
    """A family is given a certificate about the person whom its request is about."""

    code = "bureau.not-their-case"
    what = _("Request {request} is not linked to case {case}.")
    remedy = _("Open the request and decide whom it is about.")


class NoStandingError(RepatriaError):
    """An organisation that is neither neutral nor of the person's own party."""

    code = "bureau.no-standing"
    what = _(
        "{organisation} has no standing to be given this certificate: it serves "
        "neither the power of origin of case {case} nor a neutral agency."
    )
    remedy = _("Give it to the family, to the power of origin, or to the agency.")


class CertificateWithdrawnError(RepatriaError):
    """A certificate that was withdrawn is issued to nobody."""

    code = "bureau.certificate-withdrawn"
    what = _("Certificate {certificate} has been withdrawn or replaced.")
    remedy = _("Issue the newest version from the page of the case.")


class CorrespondentUnknownError(RepatriaError):
    """A piece from somebody who is neither a correspondent nor a party here."""

    code = "bureau.correspondent-unknown"
    what = _("Nobody with this code corresponds with this organisation.")
    remedy = _("Add them under Correspondents or Parties, or correct the code.")
