"""What the rules' short names say, for people who read the rules."""

from repatria.rulebook.core.annex import Part
from repatria.rulebook.core.annex_words import ANNEX_1
from repatria.rulebook.core.rule import Time, Unit
from repatria.shared.text import mark as _

# What a rule needs to know, as a statement that is so or not, or as a question.
NEEDS = {
    **ANNEX_1,
    "active_hostilities_ended": _("active hostilities have ended"),
    "cards_in_month": _("how many cards came from the prisoner in the month"),
    "diminished_permanently": _("it is diminished for good"),
    "eligible_under_109_1": _("article 109, first paragraph, sends the person home"),
    "fit_to_travel": _("the person is fit to travel"),
    "fitness_gravely_diminished": _("mental or physical fitness is gravely diminished"),
    "held_for": _("for what the person is held"),
    "holder_consents": _("the detaining power consents"),
    "hostilities_active": _("hostilities go on"),
    "incurable": _("the wound or sickness cannot be cured"),
    "medical_or_religious": _("the person is a medic or a chaplain"),
    "letters_in_month": _("how many letters came from the prisoner in the month"),
    "needs_treatment": _("treatment is needed"),
    "offence": _("which offence is charged"),
    "proceedings": _("how far proceedings have come"),
    "recovered": _("the person has recovered"),
    "recovery_months": _("in how many months recovery is expected"),
    "seriously_wounded_or_sick": _("the person is seriously wounded or seriously sick"),
    "status_claimed": _(
        "the person, appearances or the power of origin claim the status"
    ),
    "status_in_doubt": _("the status is in doubt"),
    "took_part_in_hostilities": _("the person took part in hostilities"),
    "tribunal_has_decided": _("a competent tribunal has decided"),
}

# What follows where a rule holds, or where something is unknown.
FOLLOWS = {
    "bars-direct-return": _(
        "this gives no right to go home directly: the commission decides"
    ),
    "examined-and-returned-quickly": _(
        "doctors examine without delay, and the person goes home as soon as possible"
    ),
    "judged-together": _("the conditions are judged together"),
    "listed": _("listed: home directly"),
    "listed-for-accommodation": _("listed: accommodation in a neutral country"),
    "not-for-accommodation": _(
        "no accommodation in a neutral country; going home is asked apart"
    ),
    "readings-brought-together": _("the commissions bring their readings together"),
    "the-commission-decides": _("the commission decides"),
    "ask-him-first": _("the person is asked first"),
    "ask-the-doctors": _("the doctors are asked"),
    "ask-the-holder": _("the detaining power is asked"),
    "ask-the-parties": _("the parties are asked"),
    "floor-reached": _("the prisoner could write as much as the rule asks for"),
    "may-be-held-back": _("the person may be held back"),
    "presume-prisoner-of-war": _("the person is presumed a prisoner of war"),
    "release-without-delay": _("the person is released without delay"),
    "repatriate-directly": _("the person goes home directly"),
    "retained-not-prisoner-of-war": _("the person is retained, not a prisoner of war"),
    "treat-as-prisoner-of-war": _("the person is treated as a prisoner of war"),
}

# In what a number is told.
UNITS = {
    Unit.NONE: "",
    Unit.DAYS: _("in days"),
    Unit.MONTHS: _("in months"),
    Unit.YEARS: _("in years"),
    Unit.KILOGRAMS: _("in kilograms"),
}
TIMES = {
    Time.NONE: "",
    Time.ELAPSED: _("time that has passed"),
    Time.PROGNOSIS: _("time that doctors expect"),
}

# The lists of Annex I.
PARTS = {
    Part.A1: _("Home directly: injuries as grave as the loss of a hand or a foot"),
    Part.A2: _("Home directly: wounded, without recovery within a year"),
    Part.A3: _("Home directly: sick, without recovery within a year"),
    Part.B: _("Accommodation in a neutral country"),
    Part.EXCLUDED: _("Not for accommodation in a neutral country"),
    Part.READING: _("How the lists are read"),
}
