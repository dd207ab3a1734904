"""What each clock asks, as its file in the rulebook says it, marked for translation.

The rulebook is data and no code is read for phrases there; a test holds both equal.
"""

from repatria.shared.text import mark as _

SAYS = {
    "geneva3.annex1.IB5": _(
        "Who was taken to a neutral country with a neurosis of war or captivity is "
        "looked at again after three months, and goes home unless cured or clearly "
        "recovering."
    ),
    "geneva3.annex2.art11": _(
        "In the month after its visit the commission tells its decisions to both "
        "powers and to everybody whom it examined."
    ),
    "geneva3.annex2.art12": _(
        "The detaining power carries out the decisions of the commission within "
        "three months after it was duly told of them."
    ),
    "geneva3.annex2.art14": _(
        "The commissions visit each camp again at the latest six months after the "
        "last visit."
    ),
    "geneva3.annex2.art9": _(
        "The mixed commissions begin their work within three months after their "
        "neutral members were approved."
    ),
    "geneva3.art104": _(
        "A trial is opened at the earliest three weeks after the last of protecting"
        " power, prisoner and prisoners' representative received the notification."
    ),
    "geneva3.art105.find": _(
        "The protecting power has at least a week to find counsel for an accused "
        "who chose nobody."
    ),
    "geneva3.art105.prepare": _(
        "Counsel has at least two weeks before the trial opens to prepare the defence."
    ),
    "geneva3.art107": _(
        "What was judged is told at once to the protecting power, with whether it "
        "can be appealed."
    ),
    "geneva3.art120": _(
        "After a death in captivity the certificate of death, or a certified list, "
        "is sent to the Bureau as quickly as possible."
    ),
    "geneva3.art121": _(
        "A death or a serious injury that somebody caused, or is thought to have "
        "caused, and a death of unknown cause are inquired into at once, and the "
        "report is sent."
    ),
    "geneva3.art122.2": _(
        "The authorities of the power that holds somebody give its Bureau, in the "
        "shortest time, what is known of every person taken."
    ),
    "geneva3.art122.3": _(
        "What the Bureau learns of a person it holds goes at once to the power of "
        "origin, through the protecting power and the Central Agency."
    ),
    "geneva3.art122.5": _(
        "Transfers, releases, repatriations, escapes, stays in hospital and deaths "
        "are told to the other side as well."
    ),
    "geneva3.art122.6": _(
        "News of the state of the seriously sick or seriously wounded is sent "
        "regularly, every week if possible."
    ),
    "geneva3.art122.7": _(
        "The Bureau answers every enquiry about its prisoners, also about those who"
        " died, and looks for what it does not know."
    ),
    "geneva3.art122.9": _(
        "Valuables and papers that somebody left behind who was released or sent "
        "home, escaped or died, are gathered and sent on, sealed and listed."
    ),
    "geneva3.art123": _(
        "What the Central Agency learns of prisoners it passes on as fast as "
        "possible to their country or to the power on which they depend."
    ),
    "geneva3.art20": _(
        "Of people who are taken away from the front a list is made as soon as "
        "possible."
    ),
    "geneva3.art31": _(
        "Everybody is inspected by a doctor at least once a month, and their weight"
        " is written down."
    ),
    "geneva3.art46": _(
        "Before people are moved to another place a complete list of them is made; "
        "they are told in time where they go."
    ),
    "geneva3.art70.arrival": _(
        "Within a week of arriving in a camp, a transit camp included, everybody is"
        " enabled to write a capture card to family and Agency."
    ),
    "geneva3.art70.change": _(
        "Also when somebody falls sick, comes into a hospital or into another camp,"
        " a new card may be written, within a week likewise."
    ),
    "geneva4.art106.arrival": _(
        "Within a week of arriving in a place of internment every internee is "
        "enabled to write a card to family and Agency."
    ),
    "geneva4.art106.change": _(
        "Also when an internee falls sick, comes into a hospital or into another "
        "place, a new card may be written, within a week likewise."
    ),
    "geneva4.art136": _(
        "Of everybody who is kept in custody for more than two weeks, or interned, "
        "the Bureau is told in the shortest time, and so of what changes."
    ),
    "geneva4.art136.change": _(
        "Transfers, releases, returns home, escapes, stays in hospital and deaths "
        "of internees are told as well."
    ),
    "geneva4.art138": _(
        "News of the state of internees who are seriously sick or wounded is sent "
        "regularly, every week if possible."
    ),
    "geneva4.art43": _(
        "An internment or assigned residence on a party's own territory is looked "
        "at again at least twice a year."
    ),
    "geneva4.art78": _(
        "An internment or assigned residence in occupied territory is looked at "
        "again, if possible, every six months."
    ),
    "protocol1.art33": _(
        "Of people without better protection who are held for more than two weeks, "
        "and of those who died while held, what is known is told."
    ),
    "protocol1.art34.3": _(
        "Where no agreement is reached, remains may be laid to rest otherwise at "
        "the earliest five years after the offer to return them."
    ),
}
