"""What the clocks' short names say, for people who read them."""

from repatria.rulebook.core.clock import Number
from repatria.shared.text import mark as _

# What starts a clock.
STARTS = {
    "arrival": _("somebody arrived in a camp"),
    "capture": _("somebody was captured"),
    "change": _("something changed for somebody who is held"),
    "death": _("somebody died in captivity"),
    "enquiry": _("an enquiry was received"),
    "last-inspection": _("the last inspection, or the arrival"),
    "last-report": _("the last report on somebody seriously ill"),
    "learned": _("the Bureau learned something of somebody it holds"),
    "left-behind": _("somebody left things behind"),
}
# What stops it.
STOPS = {
    "capture-card": _("a capture card"),
    "death-certificate": _("a certificate of death"),
    "forwarded": _("passing it on to the other side"),
    "inspection": _("an inspection by a doctor"),
    "notified": _("the notification to the Bureau"),
    "reply": _("a reply"),
    "report": _("a report"),
    "sent-on": _("sending them on"),
}
NUMBERS = {
    Number.LAW: _("The rule gives the number."),
    Number.IF_POSSIBLE: _("The rule gives the number, and says: if possible."),
    Number.NONE: _(
        "The rule gives no number: elapsed time is shown, a limit is policy."
    ),
}
