"""What the facts of Annex I of the Third Convention say, for people who ask them."""

from repatria.shared.text import mark as _

ANNEX_1 = {
    "disability_from_injury": _("an injury left a disability"),
    "as_loss_of_hand_or_foot": _(
        "it is at least the loss of a hand or a foot, or weighs as much"
    ),
    "hand_lost": _("a hand is lost"),
    "all_fingers_of_a_hand_lost": _("all fingers of a hand are lost"),
    "thumb_and_forefinger_lost": _("thumb and forefinger of one hand are lost"),
    "foot_lost": _("a foot is lost"),
    "all_toes_with_metatarsals_lost": _(
        "all toes of a foot are lost with the bones behind them"
    ),
    "joint_stopped_by_stiffening_bone_loss_or_scar": _(
        "stiffening, loss of bone or a shrunken scar has stopped joints"
    ),
    "large_joint_stopped": _("one large joint no longer works"),
    "all_finger_joints_of_a_hand_stopped": _(
        "no finger joint of one hand works any more"
    ),
    "false_joint_of_a_long_bone": _("a long bone has healed as a false joint"),
    "deformity_seriously_impairs_function": _(
        "a deformity from an injury seriously impairs function"
    ),
    "deformity_impairs_bearing_weight": _(
        "the deformity impairs the bearing of weight"
    ),
    "wounded": _("the person is wounded"),
    "condition_chronic": _("the condition has become chronic"),
    "recovery_after_injury_months": _(
        "how many months after the injury doctors expect recovery"
    ),
    "projectile_in_the_heart": _("a projectile is in the heart"),
    "metal_splinter_in_brain_or_lungs": _(
        "a metal splinter is in the brain or the lungs"
    ),
    "chronic_osteomyelitis": _("there is chronic osteomyelitis"),
    "joint_likely_to_stiffen": _("a joint is likely to stiffen"),
    "likely_as_loss_of_hand_or_foot": _(
        "the outcome is likely to weigh as much as the loss of a hand or a foot"
    ),
    "suppurating_wound_through_a_large_joint": _(
        "a wound that suppurates pierces a large joint"
    ),
    "skull_bone_lost_or_shifted": _("bone of the skull is lost or shifted"),
    "tissue_of_the_face_lost": _("tissue of the face is lost"),
    "function_of_the_face_lost": _("a function of the face is lost"),
    "spinal_cord_injured": _("the spinal cord is injured"),
    "nerve_damage_as_loss_of_hand_or_foot": _(
        "what the injured nerves left weighs as much as the loss of a hand or a foot"
    ),
    "nerve_cure_after_injury_months": _(
        "how many months after the injury doctors expect the nerves to be cured"
    ),
    "plexus_median_or_sciatic_nerve_injured": _(
        "the plexus of arm or loins, the median or the sciatic nerve is injured"
    ),
    "radial_nerve_injured": _("the radial nerve is injured"),
    "ulnar_nerve_injured": _("the ulnar nerve is injured"),
    "both_popliteal_nerves_injured": _("both popliteal nerves are injured"),
    "popliteal_nerve_injured": _("one popliteal nerve is injured"),
    "contracture_or_serious_neurotrophic_disturbance": _(
        "there is a contracture or a serious neurotrophic disturbance"
    ),
    "incapacitating_urinary_injury": _("an injury of the urinary organs incapacitates"),
    "sick": _("the person is sick"),
    "recovery_after_onset_months": _(
        "how many months after the onset doctors expect recovery"
    ),
    "progressive_tuberculosis": _("there is progressive tuberculosis"),
    "tuberculosis_helped_in_neutral_country": _(
        "treatment in a neutral country would cure or much improve the tuberculosis"
    ),
    "pleurisy_with_effusion": _("there is pleurisy with effusion"),
    "grave_incurable_respiratory_disease_not_tubercular": _(
        "there is a grave disease of lungs or airways, not tubercular, "
        "presumed incurable"
    ),
    "grave_emphysema": _("there is grave emphysema"),
    "chronic_asthma": _("there is chronic asthma"),
    "bronchitis_in_captivity_months": _(
        "for how many months chronic bronchitis has lasted in captivity"
    ),
    "bronchiectasis": _("there is bronchiectasis"),
    "heart_valve_or_muscle_disease": _(
        "there is a disease of the heart's valves or muscle"
    ),
    "heart_failure_signs_in_captivity": _(
        "signs of heart failure were seen in captivity"
    ),
    "grave_disease_of_pericardium_or_vessels": _(
        "there is a grave disease of the pericardium or of vessels"
    ),
    "stomach_or_duodenal_ulcer": _("there is an ulcer of the stomach or duodenum"),
    "sequelae_of_stomach_surgery_in_captivity": _(
        "an operation on the stomach in captivity left sequelae"
    ),
    "gastritis_enteritis_or_colitis_months": _(
        "for how many months gastritis, enteritis or colitis has lasted"
    ),
    "general_condition_seriously_affected": _(
        "the general condition is seriously affected"
    ),
    "cirrhosis_of_the_liver": _("there is cirrhosis of the liver"),
    "chronic_gallbladder_disease": _("there is a chronic disease of the gallbladder"),
    "chronic_kidney_disease_with_disorders": _(
        "there is a chronic disease of the kidneys that causes disorders"
    ),
    "kidney_removed": _("a kidney was removed"),
    "removed_kidney_was_tubercular": _("the removed kidney was tubercular"),
    "chronic_pyelitis_or_cystitis": _("there is chronic pyelitis or cystitis"),
    "hydronephrosis_or_pyonephrosis": _("there is hydronephrosis or pyonephrosis"),
    "grave_gynaecological_disease": _(
        "there is a grave and chronic gynaecological disease"
    ),
    "pregnancy_or_obstetric_disorder": _(
        "there is a pregnancy or an obstetric disorder"
    ),
    "neutral_accommodation_possible": _(
        "accommodation in a neutral country is possible"
    ),
    "psychosis_or_psychoneurosis_verified_by_specialist": _(
        "a specialist has verified an obvious psychosis or psychoneurosis"
    ),
    "epilepsy_verified_by_camp_doctor": _("a camp doctor has verified epilepsy"),
    "cerebral_arteriosclerosis": _("there is arteriosclerosis of the brain"),
    "neuritis_months": _("for how many months neuritis has lasted"),
    "neurovegetative_disorder": _("there is a disorder of the vegetative nerves"),
    "fitness_considerably_diminished": _(
        "mental or physical fitness is considerably diminished"
    ),
    "weight_lost": _("weight is lost"),
    "general_weakness": _("there is general weakness"),
    "both_eyes_blind": _("both eyes are blind"),
    "one_eye_blind": _("one eye is blind"),
    "other_eye_sees_with_glasses": _(
        "what the other eye sees with glasses (1 is the full measure)"
    ),
    "worse_eye_sees_with_glasses": _(
        "what the worse of the seeing eyes sees with glasses (1 is the full measure)"
    ),
    "chronic_disease_of_the_eye": _(
        "there is glaucoma, iritis, choroiditis or trachoma"
    ),
    "one_ear_totally_deaf": _("one ear is totally deaf"),
    "other_ear_misses_speech_at_one_metre": _(
        "the other ear misses ordinary speech at one metre"
    ),
    "diabetes": _("there is diabetes"),
    "insulin_needed": _("insulin is needed"),
    "serious_endocrine_disorder": _("there is a serious disorder of the glands within"),
    "grave_chronic_disorder_of_blood_formation": _(
        "there is a grave chronic disorder of the blood-forming organs"
    ),
    "serious_chronic_poisoning": _("there is serious chronic poisoning"),
    "chronic_disease_of_joints_or_muscles": _(
        "there is a chronic disease of joints or muscles"
    ),
    "obvious_loss_of_function": _("there is an obvious loss of function"),
    "serious_chronic_skin_disease": _("there is a serious chronic disease of the skin"),
    "skin_disease_treatable": _("treatment helps the disease of the skin"),
    "malignant_growth": _("there is a malignant growth"),
    "infection_months": _("for how many months the chronic infection has persisted"),
    "malaria_with_organic_damage": _("there is malaria with damage to organs"),
    "grave_dysentery": _("there is grave dysentery"),
    "resistant_tertiary_visceral_syphilis": _(
        "there is tertiary syphilis of the organs that resists treatment"
    ),
    "leprosy": _("there is leprosy"),
    "serious_lack_of_vitamins_or_starvation": _(
        "there is a serious lack of vitamins, or serious starvation"
    ),
    "recovery_likely_in_captivity": _("recovery in captivity is likely"),
    "curable_or_much_improvable_in_neutral_country": _(
        "a neutral country could cure or much improve the condition"
    ),
    "tuberculosis": _("there is tuberculosis"),
    "first_tuberculosis_cured_before_captivity": _(
        "it is a first tuberculosis that was cured before captivity"
    ),
    "disease_of_an_organ": _("there is a disease of an organ"),
    "clearly_better_treated_in_neutral_country": _(
        "treatment has clearly better prospects in a neutral country"
    ),
    "kidney_removed_in_captivity": _("a kidney was removed in captivity"),
    "osteomyelitis_healing_or_latent": _("osteomyelitis is healing or lies latent"),
    "neurosis_of_war_or_captivity": _("there is a neurosis of war or of captivity"),
    "neurosis_of_captivity": _("it is a neurosis of captivity"),
    "months_in_neutral_country": _(
        "for how many months the person has been in the neutral country"
    ),
    "neurosis_cured": _("the neurosis is cured"),
    "neurosis_clearly_recovering": _("the neurosis is clearly on the way to recovery"),
    "chronic_poisoning": _("there is chronic poisoning"),
    "especially_good_prospects_in_neutral_country": _(
        "the prospects of cure are especially good in a neutral country"
    ),
    "pregnant": _("she is pregnant"),
    "mother_with_infant_or_small_child": _(
        "she is a mother with an infant or small child"
    ),
    "chronic_psychosis_verified": _("a chronic psychosis is verified"),
    "incurable_nervous_disease": _(
        "there is a disease of the nerves that is considered incurable"
    ),
    "contagious_and_transmissible_now": _(
        "a contagious disease can be passed on at present"
    ),
    "contagious_disease_is_tuberculosis": _("the contagious disease is tuberculosis"),
    "several_conditions_none_enough": _(
        "there are several conditions, none of them enough by itself"
    ),
    "amputated": _("something was amputated"),
    "totally_blind_or_deaf": _("the person is totally blind or deaf"),
    "open_tuberculosis_of_the_lungs": _("there is open tuberculosis of the lungs"),
    "mental_disorder": _("there is a mental disorder"),
    "condition_from_before_the_war": _("the condition stood before the war"),
    "condition_became_worse": _("the condition has become worse since"),
    "served_after_the_injury": _(
        "the injury did not keep the person from later service"
    ),
    "another_commission_reads_it_otherwise": _(
        "another commission reads the line otherwise"
    ),
    "a_line_names_the_condition": _("a line of the annex names the condition"),
}
