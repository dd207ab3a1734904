"""What the rules' short names say, for people who read the rules."""

from repatria.shared.text import mark as _

# What a rule needs to know.
NEEDS = {
    "active_hostilities_ended": _("whether active hostilities have ended"),
    "cards_in_month": _("how many cards came from the prisoner in the month"),
    "diminished_permanently": _("whether that is permanent"),
    "eligible_under_109_1": _(
        "whether article 109, first paragraph, sends the person home"
    ),
    "fit_to_travel": _("whether the person is fit to travel"),
    "fitness_gravely_diminished": _(
        "whether mental or physical fitness is gravely diminished"
    ),
    "held_for": _("for what the person is held"),
    "holder_consents": _("whether the detaining power consents"),
    "hostilities_active": _("whether hostilities go on"),
    "incurable": _("whether the wound or sickness cannot be cured"),
    "medical_or_religious": _("whether the person is a medic or a chaplain"),
    "letters_in_month": _("how many letters came from the prisoner in the month"),
    "needs_treatment": _("whether treatment is needed"),
    "offence": _("which offence is charged"),
    "proceedings": _("how far proceedings have come"),
    "recovered": _("whether the person has recovered"),
    "recovery_months": _("in how many months recovery is expected"),
    "seriously_wounded_or_sick": _(
        "whether the person is seriously wounded or seriously sick"
    ),
    "status_claimed": _(
        "whether the person, appearances or the power of origin claim the status"
    ),
    "status_in_doubt": _("whether the status is in doubt"),
    "took_part_in_hostilities": _("whether the person took part in hostilities"),
    "tribunal_has_decided": _("whether a competent tribunal has decided"),
}

# What follows where a rule holds, or where something is unknown.
FOLLOWS = {
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
