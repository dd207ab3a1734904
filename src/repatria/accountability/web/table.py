"""Every page of the room that records something, in one table."""

from __future__ import annotations

from repatria.accountability.web import forms
from repatria.accountability.web import recorded as does
from repatria.accountability.web.acts import Act
from repatria.shared.text import mark as _

RECORD, ASSESS = does.RECORD, does.ASSESS
_KEPT = _("What is recorded stays; a mistake is corrected by a newer statement.")
_JUDGED = _("The earlier judgement stays; the newest one is shown.")
_CORRECTED = _("The earlier one stays and can be opened.")
_ANSWERED = _(
    "An answer is neither denial nor proof by itself: both stand side by side."
)
_ALLEGED = _(
    "It is shown as this claimant's, beside what is answered. Nothing here is a "
    "finding of this organisation."
)

ACTS = {
    "open-incident": Act(
        _("Open an incident"),
        _("An incident asserts nothing: statements are hung on it."),
        _("Open the incident"),
        RECORD,
        forms.IncidentForm,
        does.new_incident,
    ),
    "correct-incident": Act(
        _("Correct when and where"),
        _CORRECTED,
        _("Record the correction"),
        RECORD,
        forms.IncidentForm,
        does.correct_incident,
        opens=does.open_incident,
        starts=does.held_outline,
    ),
    "allege": Act(
        _("Record an allegation"),
        _ALLEGED,
        _("Record the allegation"),
        RECORD,
        forms.AllegationForm,
        does.allegation,
        opens=does.open_incident,
    ),
    "answer": Act(
        _("Record an answer"),
        _ANSWERED,
        _("Record the answer"),
        RECORD,
        forms.AnswerForm,
        does.answer,
        opens=does.open_incident,
    ),
    "answer-allegation": Act(
        _("Record an answer"),
        _ANSWERED,
        _("Record the answer"),
        RECORD,
        forms.AllegationAnswerForm,
        does.answer_allegation,
        opens=does.open_allegation,
    ),
    "add-evidence": Act(
        _("Add an item of evidence"),
        _("A file is sealed as it is, with its SHA-256, and its receipt recorded."),
        _("Add the item"),
        RECORD,
        forms.EvidenceForm,
        does.evidence,
        opens=does.open_incident,
    ),
    "unseen": Act(
        _("Record what was not shown"),
        _("The gap is drawn in the sequence, and nobody fills it by guessing."),
        _("Record the gap"),
        RECORD,
        forms.UnseenForm,
        does.unseen,
        opens=does.open_incident,
    ),
    "undertake-about": Act(
        _("Record an undertaking"),
        _KEPT,
        _("Record the undertaking"),
        RECORD,
        forms.UndertakingForm,
        does.undertaking,
        opens=does.open_incident,
    ),
    "proceeding-about": Act(
        _("Record a proceeding"),
        _KEPT,
        _("Record the proceeding"),
        RECORD,
        forms.ProceedingForm,
        does.incident_proceeding,
        opens=does.open_incident,
    ),
    "assess-incident": Act(
        _("Assess the incident"),
        _JUDGED,
        _("Record the assessment"),
        ASSESS,
        forms.AssessmentForm,
        does.assess_incident,
        opens=does.open_incident,
    ),
    "condition": Act(
        _("Record a statement about conditions"),
        _("It hangs on no incident and accuses nobody of an act."),
        _("Record the statement"),
        RECORD,
        forms.ConditionForm,
        does.condition,
    ),
    "allege-conditions": Act(
        _("Record an allegation without an incident"),
        _ALLEGED,
        _("Record the allegation"),
        RECORD,
        forms.ConditionsAllegationForm,
        does.conditions_allegation,
    ),
    "correct-claim": Act(
        _("Correct a statement"),
        _CORRECTED,
        _("Record the correction"),
        RECORD,
        forms.SaidForm,
        does.correct_claim,
        opens=does.open_claim,
        starts=does.held_words,
    ),
    "assess-claim": Act(
        _("Assess a statement"),
        _JUDGED,
        _("Record the assessment"),
        ASSESS,
        forms.AssessmentForm,
        does.assess_claim,
        opens=does.open_claim,
    ),
    "tie": Act(
        _("Tie a statement to a person"),
        _(
            "Only with the person's own consent, which can be taken back. Whoever may "
            "open that case then sees it, and nobody else."
        ),
        _("Record the answer"),
        "accountability.tie",
        forms.TieForm,
        does.tie,
        opens=does.open_claim,
    ),
    "pattern-new": Act(
        _("Record an allegation of a pattern"),
        _(
            "A pattern hangs on no incident; its instances are counted apart, one by "
            "one."
        ),
        _("Record the pattern"),
        RECORD,
        forms.AllegationForm,
        does.pattern,
    ),
    "instance": Act(
        _("Count an instance"),
        _(
            "Your own judgement, with its reason; the claimant may have named no "
            "instance."
        ),
        _("Record it"),
        RECORD,
        forms.InstanceForm,
        does.instance,
        opens=does.open_pattern,
    ),
    "undertake": Act(
        _("Record an undertaking"),
        _KEPT,
        _("Record the undertaking"),
        RECORD,
        forms.UndertakingForm,
        does.undertaking,
    ),
    "proceeding": Act(
        _("Record a proceeding"),
        _KEPT,
        _("Record the proceeding"),
        RECORD,
        forms.ProceedingForm,
        does.proceeding,
        opens=does.open_undertaking,
    ),
    "proceeding-state": Act(
        _("Record the state of a proceeding"),
        _KEPT,
        _("Record the state"),
        RECORD,
        forms.StateForm,
        does.proceeding_state,
        opens=does.open_proceeding,
    ),
    "add-item": Act(
        _("Add an item that hangs on no incident"),
        _(
            "Such as footage of a return. A file is sealed as it is, and its receipt "
            "recorded."
        ),
        _("Add the item"),
        RECORD,
        forms.EvidenceForm,
        does.evidence,
    ),
    "keep-file": Act(
        _("Add the file"),
        _("The file is sealed as it is, with its SHA-256, and its receipt recorded."),
        _("Seal the file"),
        RECORD,
        forms.FileForm,
        does.keep_file,
        opens=does.open_evidence,
    ),
    "scene": Act(
        _("Record a claim about this item"),
        _(
            "What it shows, and that it is from the same scene, are claims like any "
            "other."
        ),
        _("Record the claim"),
        RECORD,
        forms.SceneForm,
        does.scene,
        opens=does.open_evidence,
    ),
    "shown-consent": Act(
        _("Record the consent of those shown"),
        _("Until somebody says so, it is not known; not known is treated as no."),
        _("Record it"),
        RECORD,
        forms.ShownConsentForm,
        does.shown_consent,
        opens=does.open_evidence,
    ),
    "moved": Act(
        _("Record where the file was taken"),
        _KEPT,
        _("Record it"),
        RECORD,
        forms.MovedForm,
        does.moved,
        opens=does.open_evidence,
    ),
}
