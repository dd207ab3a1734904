"""What the clocks' short names say, for people who read them."""

from repatria.rulebook.core.clock import Number, Sense
from repatria.shared.text import mark as _

# What starts a clock.
STARTS = {
    "accommodation": _("somebody was taken to a neutral country"),
    "arrival": _("somebody arrived in a camp"),
    "capture": _("somebody was captured"),
    "change": _("something changed for somebody who is held"),
    "commission-visit": _("a mixed commission visited a camp"),
    "counsel-named": _("counsel was named"),
    "counsel-sought": _("the protecting power was asked to find counsel"),
    "custody": _("somebody was taken into custody"),
    "death": _("somebody died in captivity"),
    "decisions-received": _("the power was told what the commission decided"),
    "enquiry": _("an enquiry was received"),
    "evacuation": _("people were taken away from the front"),
    "judgment": _("a judgment was given"),
    "last-inspection": _("the last inspection, or the arrival"),
    "last-report": _("the last report on somebody seriously ill"),
    "last-review": _("the last review, or the decision"),
    "learned": _("the Bureau learned something of somebody it holds"),
    "left-behind": _("somebody left things behind"),
    "members-approved": _("the neutral members were approved"),
    "notification-received": _("the last of those concerned was notified"),
    "remains-offered": _("the return of remains was offered"),
    "transfer-decided": _("a transfer was decided"),
    "unexplained-death": _("a death or a serious injury that must be looked into"),
}
# What stops it.
STOPS = {
    "agreement-on-remains": _("an agreement on the remains"),
    "capture-card": _("a capture card"),
    "commission-at-work": _("the beginning of the commission's work"),
    "commission-visit": _("the commission's next visit"),
    "death-certificate": _("a certificate of death"),
    "decision-on-return": _("a decision on the return"),
    "decisions-done": _("carrying the decisions out"),
    "decisions-told": _("telling the decisions"),
    "forwarded": _("passing it on to the other side"),
    "inquiry-told": _("the report of the inquiry"),
    "inspection": _("an inspection by a doctor"),
    "internment-card": _("an internment card"),
    "judgment-told": _("telling the judgment"),
    "list-made": _("the list of who was moved"),
    "notified": _("the notification to the Bureau"),
    "reply": _("a reply"),
    "report": _("a report"),
    "review": _("the next review"),
    "sent-on": _("sending them on"),
    "trial": _("the opening of the trial"),
}
NUMBERS = {
    Number.LAW: _("The rule gives the number."),
    Number.IF_POSSIBLE: _("The rule gives the number, and says: if possible."),
    Number.NONE: _(
        "The rule gives no number: elapsed time is shown, a limit is policy."
    ),
}
# What the day means that a clock leads to.
SENSES = {
    Sense.AT_LATEST: _("first due"),
    Sense.NOT_BEFORE: _("not before"),
    Sense.OWED_AFTER: _("owed, without a last day, after"),
}
