"""What the rules' short names say, for people who read the rules."""

from repatria.rulebook.core.annex import Part
from repatria.rulebook.core.annex_words import ANNEX_1
from repatria.rulebook.core.rule import Time, Unit
from repatria.shared.text import mark as _

# What a rule needs to know, as a statement that is so or not, or as a question.
NEEDS = {
    **ANNEX_1,
    "able_bodied": _("the person is able-bodied"),
    "accident": _("the person met with an accident"),
    "accommodated_in_neutral_country": _(
        "the person was accommodated in a neutral country"
    ),
    "active_hostilities_ended": _("active hostilities have ended"),
    "age_years": _("how old the person is"),
    "agreement_lowers_rights": _(
        "a special agreement worsens the position of prisoners or takes a right "
        "from them"
    ),
    "appears_entitled_to_status": _("appearances speak for the status"),
    "arms_not_carried_openly": _("arms were not carried openly when they had to be"),
    "baggage_allowed_kg": _("how much baggage is allowed"),
    "baggage_kg": _("how much baggage the person carries"),
    "better_protection_applies": _("a better protection applies"),
    "captivity_threatens_health": _(
        "captivity seriously threatens mental or physical health"
    ),
    "cards_in_month": _("how many cards came from the prisoner in the month"),
    "cause_known": _("the cause is known"),
    "caused_by_somebody_or_suspected": _("somebody caused it, or is suspected to have"),
    "certificate_given": _("the certificate was given"),
    "child": _("the person is a child"),
    "civilian": _("the person is a civilian"),
    "complete_list_before_departure": _("a complete list was made before they left"),
    "considerably_impaired_after_treatment": _(
        "after treatment the person stays considerably impaired"
    ),
    "conviction_final": _("the conviction is final"),
    "days_held": _("for how many days the person has been held"),
    "days_in_custody": _("for how many days the person has been in custody"),
    "death_sentence_in_first_instance": _("the sentence in first instance is death"),
    "died": _("the person died"),
    "diminished_permanently": _("it is diminished for good"),
    "eligible_under_109_1": _("article 109, first paragraph, sends the person home"),
    "event": _("what happened"),
    "faces_trial_for_act_of_hostilities": _(
        "the person faces trial for an act of the hostilities"
    ),
    "faster_recovery_in_neutral_country": _(
        "treatment in a neutral country promises a more certain and faster recovery"
    ),
    "fit_to_travel": _("the person is fit to travel"),
    "fitness_gravely_diminished": _("mental or physical fitness is gravely diminished"),
    "going_home": _("the person goes home"),
    "held_as_prisoner_of_war": _("the person is held as a prisoner of war"),
    "held_for": _("for what the person is held"),
    "held_for_offence": _("the person is held for an offence"),
    "holder_consents": _("the detaining power consents"),
    "hostilities_active": _("hostilities go on"),
    "incurable": _("the wound or sickness cannot be cured"),
    "inquiry_about_a_prisoner": _(
        "somebody asks about a person who is or was a prisoner"
    ),
    "interned_civilian": _("the person is an interned civilian"),
    "interned_or_assigned_residence": _(
        "the person is interned or was assigned a residence"
    ),
    "journey_endangers_recovery": _("the journey endangers recovery"),
    "judgment_given": _("judgment was given"),
    "letters_in_month": _("how many letters came from the prisoner in the month"),
    "long_captivity": _("the captivity has been long"),
    "manifestly_serious_case": _(
        "the detaining power's doctors find a manifestly serious case"
    ),
    "medical_or_religious": _("the person is a medic or a chaplain"),
    "meets_conditions_of_direct_return": _(
        "the person meets the conditions of direct return"
    ),
    "members": _("how many members the commission has"),
    "members_voting_alike": _("how many members vote alike"),
    "needs_treatment": _("treatment is needed"),
    "neutral_chair": _("a neutral member chairs the commission"),
    "neutral_members": _("how many members are of a neutral country"),
    "offence": _("which offence is charged"),
    "origin_claims_status": _("the power of origin claims the status"),
    "person_claims_status": _("the person claims the status"),
    "prisoner_gives_up_right": _("a prisoner gives up a right of the Convention"),
    "proceedings": _("how far proceedings have come"),
    "proof_prisoner_had_notice_in_time": _(
        "it is proved that the prisoner had the notice in time"
    ),
    "proof_protecting_power_had_notice_in_time": _(
        "it is proved that the protecting power had the notice in time"
    ),
    "proof_representative_had_notice_in_time": _(
        "it is proved that the prisoners' representative had the notice in time"
    ),
    "proposed_by": _("who proposed the examination"),
    "reasons_to_hold_ended": _("the reasons to hold the person have ended"),
    "recovered": _("the person has recovered"),
    "recovery_months": _("in how many months recovery is expected"),
    "return_proposed": _("the commission proposes return"),
    "returned_under_109_or_110": _("the person returned under article 109 or 110"),
    "safety_demands_transfer": _(
        "the person's own safety imperatively demands the transfer"
    ),
    "sealed": _("it bears a seal"),
    "self_inflicted": _("the person did it on purpose"),
    "seriously_injured": _("the person is seriously injured"),
    "seriously_wounded_or_sick": _("the person is seriously wounded or seriously sick"),
    "signed": _("it is signed"),
    "special_agreement_on_health": _(
        "the parties have a special agreement on who goes home for health"
    ),
    "status_in_doubt": _("the status is in doubt"),
    "taken_during_attack": _(
        "the person was taken in an attack or while getting ready for one"
    ),
    "telling_may_harm_person_or_relatives": _(
        "telling it may harm the person or relatives"
    ),
    "threat_gone_in_neutral_country": _(
        "in a neutral country the threat would be gone"
    ),
    "three_powers_agree_on_neutral_internment": _(
        "the three powers agree on internment in the neutral country"
    ),
    "told_departure_and_address_in_time": _(
        "the prisoners were told of the departure and the new address in time"
    ),
    "told_detaining_power": _("the detaining power was told"),
    "told_examined_prisoner": _("each prisoner examined was told"),
    "told_protecting_power": _("the protecting power was told"),
    "told_red_cross": _("the International Committee of the Red Cross was told"),
    "took_part_in_hostilities": _("the person took part in hostilities"),
    "transfer": _("it is a transfer between places of internment"),
    "tribunal_has_decided": _("a competent tribunal has decided"),
    "valuables_left_behind": _("valuables, money or papers are left behind"),
    "woman": _("the person is a woman"),
}

# Whom a category gathers.
CATEGORIES = {
    "civilians": _("civilians"),
    "long-held": _("held for three years or longer"),
    "medics": _("medical personnel and chaplains"),
    "seriously-wounded": _("seriously wounded or seriously sick"),
    "under-25": _("younger than 25 years"),
    "women": _("women"),
}

# What follows where a rule holds, or where something is unknown.
FOLLOWS = {
    "adjourn-trial": _("the trial is put off"),
    "agreement-void": _("the agreement does not bind the prisoners"),
    "annexes-apply": _("Annexes I and II decide"),
    "answer-owed": _("an answer is owed"),
    "ask-him-first": _("the person is asked first"),
    "ask-the-commission": _("the commission is asked"),
    "ask-the-doctors": _("the doctors are asked"),
    "ask-the-holder": _("the detaining power is asked"),
    "ask-the-parties": _("the parties are asked"),
    "ask-the-person": _("the person is asked"),
    "ask-the-sender": _("the sender is asked"),
    "authenticated": _("it counts as coming from the bureau"),
    "baggage-floor-owed": _("more baggage has to be allowed"),
    "baggage-may-be-limited": _("the baggage may be limited"),
    "bars-direct-return": _(
        "this gives no right to go home directly: the commission decides"
    ),
    "by-agreement": _("the parties may agree that the person goes home"),
    "certificate-owed": _("the certificate is owed"),
    "commission-properly-made": _("the commission is made as it has to be"),
    "counts-as-wounded": _("the person counts as wounded"),
    "decision-stands": _("the decision stands"),
    "detailed-report-owed": _("a detailed report is owed"),
    "equivalent-protection": _(
        "protection equivalent to that of a prisoner of war, without the status"
    ),
    "examined-after-the-others": _("the person is examined after the others"),
    "examined-and-returned-quickly": _(
        "doctors examine without delay, and the person goes home as soon as possible"
    ),
    "examined-first": _("the person is examined before others"),
    "floor-reached": _("the prisoner could write as much as the rule asks for"),
    "fundamental-guarantees": _("the fundamental guarantees apply"),
    "inquiry-owed": _("an inquiry is owed"),
    "judged-together": _("the conditions are judged together"),
    "kept-from-the-power": _("it is kept from the power, never from the Agency"),
    "kept-in-neutral-country": _(
        "the person is kept in the neutral country until hostilities close"
    ),
    "list-owed-before-departure": _("a complete list is owed before anybody leaves"),
    "listed": _("listed: home directly"),
    "listed-for-accommodation": _("listed: accommodation in a neutral country"),
    "may-be-accommodated": _("a neutral country may take the person"),
    "may-be-held-back": _("the person may be held back"),
    "may-go-without-commission": _("the person may go home without a commission"),
    "no-active-service": _("the person is not put on active service"),
    "no-transfer": _("the person is not transferred"),
    "not-for-accommodation": _(
        "no accommodation in a neutral country; going home is asked apart"
    ),
    "notice-given": _("the notice is complete"),
    "notification-owed": _("the bureau has to be told"),
    "presume-prisoner-of-war": _("the person is presumed a prisoner of war"),
    "readings-brought-together": _("the commissions bring their readings together"),
    "release-without-delay": _("the person is released without delay"),
    "repatriate-directly": _("the person goes home directly"),
    "retained-not-prisoner-of-war": _(
        "the person is retained, not a prisoner of war, and due for return"
    ),
    "sealed-packet-owed": _("a sealed packet with a list is owed"),
    "status-may-be-judged": _("the status may be judged, if possible before the trial"),
    "summary-owed": _("a summary is owed to the protecting power at once"),
    "tell-before-departure": _("the prisoners have to be told in time"),
    "the-commission-decides": _("the commission decides"),
    "treat-as-prisoner-of-war": _("the person is treated as a prisoner of war"),
    "vote-once-more": _("the commission votes once more"),
    "waiver-void": _("the right stays"),
    "weekly-report-owed": _("a report is owed regularly, every week if possible"),
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
