"""What each page of the room records: its words, its right, its service."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from repatria.accountability import doors, services
from repatria.accountability.models import (
    Allegation,
    Claim,
    EvidenceItem,
    Incident,
    Proceeding,
    Undertaking,
)
from repatria.accountability.services.claims import said_in
from repatria.accountability.web import forms
from repatria.register.core.case_numbers import read_ref
from repatria.shared.actors import Actor

RECORD, ASSESS = "accountability.record", "accountability.assess"


def _to(thing: Any, name: str = "incident") -> str:
    """Return the address of a thing's page."""
    key = getattr(thing, "ref", None) or thing.pk
    return reverse(f"accountability:{name}", args=[key])


def open_incident(actor: Actor, ref: str) -> Incident:
    """Open an incident to write."""
    return doors.open_incident(actor, ref, right=RECORD)


def open_evidence(actor: Actor, ref: str) -> EvidenceItem:
    """Open an item to write."""
    return doors.open_evidence(actor, ref, right=RECORD)


def new_incident(
    actor: Actor, thing: None, form: forms.IncidentForm, at: datetime
) -> str:
    """Open an incident."""
    del thing
    return _to(services.open_incident(actor=actor, at=at, **form.told()))


def correct_incident(
    actor: Actor, incident: Incident, form: forms.IncidentForm, at: datetime
) -> str:
    """Record a newer outline."""
    services.correct_incident(actor=actor, incident=incident, at=at, **form.told())
    return _to(incident)


def held_outline(incident: Incident) -> dict[str, Any]:
    """Return what a correction starts from."""
    names = ("title", "earliest", "latest", "place", "precision", "basis")
    return {name: getattr(incident.outline, name) for name in names}


def _allege(
    actor: Actor,
    form: forms.AllegationForm,
    at: datetime,
    *,
    incident: Incident | None = None,
    pattern: bool = False,
) -> Allegation:
    return services.record_allegation(
        actor=actor,
        said=form.said(),
        act=form.cleaned_data["act"],
        roles=form.roles(),
        characterisation=form.cleaned_data["characterisation"],
        omission=form.cleaned_data["omission"],
        incident=incident,
        pattern=pattern,
        at=at,
    )


def allegation(
    actor: Actor, incident: Incident, form: forms.AllegationForm, at: datetime
) -> str:
    """Record an allegation about an incident."""
    _allege(actor, form, at, incident=incident)
    return _to(incident)


def conditions_allegation(
    actor: Actor, thing: None, form: forms.AllegationForm, at: datetime
) -> str:
    """Record an allegation that hangs on no incident."""
    del thing
    _allege(actor, form, at)
    return reverse("accountability:conditions")


def pattern(actor: Actor, thing: None, form: forms.AllegationForm, at: datetime) -> str:
    """Record an allegation of a pattern."""
    del thing
    return _to(_allege(actor, form, at, pattern=True), "pattern")


def condition(
    actor: Actor, thing: None, form: forms.ConditionForm, at: datetime
) -> str:
    """Record a claim about conditions."""
    del thing
    services.record_condition_claim(
        actor=actor,
        said=form.said(),
        captives_of=form.cleaned_data["captives_of"],
        holder=form.cleaned_data["holder"],
        at=at,
    )
    return reverse("accountability:conditions")


def answer(
    actor: Actor, incident: Incident, form: forms.AnswerForm, at: datetime
) -> str:
    """Record an answer to all of an incident, or to one allegation about it."""
    chosen = form.cleaned_data["allegation"]
    allegation = incident.allegations.get(pk=chosen) if chosen else None
    _answered(actor, form, at, allegation=allegation, incident=incident)
    return _to(incident)


def answer_allegation(
    actor: Actor, held: Allegation, form: forms.AllegationAnswerForm, at: datetime
) -> str:
    """Record an answer to one allegation, on an incident or on none."""
    _answered(actor, form, at, allegation=held)
    if held.pattern:
        return _to(held, "pattern")
    return _to(held.incident) if held.incident else reverse("accountability:conditions")


def _answered(
    actor: Actor,
    form: forms.AllegationAnswerForm,
    at: datetime,
    *,
    allegation: Allegation | None,
    incident: Incident | None = None,
) -> None:
    told = form.cleaned_data
    services.record_answer(
        actor=actor,
        said=form.said(),
        kind=told["kind"],
        allegation=allegation,
        incident=incident,
        ground=told["ground"],
        asked_on=told["asked_on"],
        at=at,
    )


def open_allegation(actor: Actor, number: int) -> Allegation:
    """Open an allegation to write."""
    return doors.open_allegation(actor, number, right=RECORD)


def evidence(
    actor: Actor, incident: Incident | None, form: forms.EvidenceForm, at: datetime
) -> str:
    """Record an item, of an incident or of none."""
    told = form.cleaned_data
    item = services.add_evidence(
        actor=actor,
        kind=told["kind"],
        incident=incident,
        sequence=told["sequence"] if incident else None,
        subjects=told["subjects"],
        announced=form.said(),
        upload=form.upload(),
        at=at,
    )
    return _to(item, "evidence")


def keep_file(
    actor: Actor, item: EvidenceItem, form: forms.FileForm, at: datetime
) -> str:
    """Keep the file of an item that was announced."""
    services.keep_file(actor=actor, item=item, upload=form.upload(), at=at)
    return _to(item, "evidence")


def scene(actor: Actor, item: EvidenceItem, form: forms.SceneForm, at: datetime) -> str:
    """Record a claim about an item."""
    same = form.cleaned_data["same_as"]
    services.record_scene_claim(
        actor=actor,
        said=form.said(),
        item=item,
        kind=form.cleaned_data["kind"],
        same_as=doors.open_evidence(actor, same) if same else None,
        at=at,
    )
    return _to(item, "evidence")


def shown_consent(
    actor: Actor, item: EvidenceItem, form: forms.ShownConsentForm, at: datetime
) -> str:
    """Record whether those shown agreed."""
    services.record_shown_consent(actor=actor, item=item, at=at, **form.cleaned_data)
    return _to(item, "evidence")


def moved(actor: Actor, item: EvidenceItem, form: forms.MovedForm, at: datetime) -> str:
    """Record where a file was taken."""
    services.note_moved(actor=actor, item=item, at=at, **form.cleaned_data)
    return _to(item, "evidence")


def unseen(
    actor: Actor, incident: Incident, form: forms.UnseenForm, at: datetime
) -> str:
    """Record what nobody was shown."""
    told = dict(form.cleaned_data)
    chosen = told.pop("after")
    after, before = next(pair for pair in form.pairs if pair[0].ref == chosen)
    services.note_unseen_interval(
        actor=actor, after=after, before=before, at=at, **told
    )
    return _to(incident)


def undertaking(
    actor: Actor, incident: Incident | None, form: forms.UndertakingForm, at: datetime
) -> str:
    """Record what somebody vowed."""
    services.record_undertaking(
        actor=actor,
        said=form.said(),
        incident=incident,
        due_on=form.cleaned_data["due_on"],
        at=at,
    )
    return reverse("accountability:undertakings")


def open_undertaking(actor: Actor, number: int) -> Undertaking:
    """Open an undertaking to write."""
    return doors.open_undertaking(actor, number, right=RECORD)


def proceeding(
    actor: Actor, vow: Undertaking, form: forms.ProceedingForm, at: datetime
) -> str:
    """Record a proceeding that follows from an undertaking."""
    services.open_proceeding(actor=actor, undertaking=vow, at=at, **form.cleaned_data)
    return reverse("accountability:undertakings")


def incident_proceeding(
    actor: Actor, incident: Incident, form: forms.ProceedingForm, at: datetime
) -> str:
    """Record a proceeding about an incident."""
    services.open_proceeding(actor=actor, incident=incident, at=at, **form.cleaned_data)
    return _to(incident)


def open_proceeding(actor: Actor, ref: str) -> Proceeding:
    """Open a proceeding to write."""
    return doors.open_proceeding(actor, ref, right=RECORD)


def proceeding_state(
    actor: Actor, proceeding: Proceeding, form: forms.StateForm, at: datetime
) -> str:
    """Record the state a proceeding came to."""
    services.record_proceeding_state(
        actor=actor, proceeding=proceeding, at=at, **form.cleaned_data
    )
    return reverse("accountability:undertakings")


def assess_incident(
    actor: Actor, incident: Incident, form: forms.AssessmentForm, at: datetime
) -> str:
    """Record how far an incident is established."""
    services.assess(actor=actor, of=incident, at=at, **form.cleaned_data)
    return _to(incident)


def assess_claim(
    actor: Actor, claim: Claim, form: forms.AssessmentForm, at: datetime
) -> str:
    """Record how far a statement is established."""
    services.assess(actor=actor, of=claim, at=at, **form.cleaned_data)
    return _to(claim, "claim")


def open_claim(actor: Actor, number: int) -> Claim:
    """Open a statement to write."""
    return doors.open_claim(actor, number, right=RECORD)


def correct_claim(
    actor: Actor, claim: Claim, form: forms.SaidForm, at: datetime
) -> str:
    """Record what was meant to be written."""
    held, told = said_in(claim), form.said()
    # Where it stands in the text was found by the reader and is not asked again.
    kept = told.quotation == held.quotation
    said = type(told)(
        **{name: getattr(told, name) for name in ("claimant", "side", "modality")},
        about=told.about,
        quotation=told.quotation,
        span=held.span if kept else None,
        report_ref=told.report_ref,
        said_on=told.said_on,
        inferred_from=held.inferred_from if told.modality == "inferred" else None,
    )
    newer = services.correct_claim(actor=actor, claim=claim, said=said, at=at)
    return _to(newer, "claim")


def held_words(claim: Claim) -> dict[str, Any]:
    """Return what a correction of a statement starts from."""
    names = ("claimant", "side", "modality", "quotation", "about", "said_on")
    return {name: getattr(claim, name) for name in (*names, "report_ref")}


def open_pattern(actor: Actor, number: int) -> Allegation:
    """Open a pattern to write."""
    return doors.open_pattern(actor, number, right=RECORD)


def instance(
    actor: Actor, pattern: Allegation, form: forms.InstanceForm, at: datetime
) -> str:
    """Count an incident in a pattern, or take it out."""
    told = form.cleaned_data
    services.count_instance(
        actor=actor,
        pattern=pattern,
        incident=open_incident(actor, told["incident"]),
        counted=told["counted"] == "yes",
        reason=told["reason"],
        at=at,
    )
    return _to(pattern, "pattern")


def tie(actor: Actor, claim: Claim, form: forms.TieForm, at: datetime) -> str:
    """Tie a statement to a person who agreed, or untie it."""
    case_ref = read_ref(form.cleaned_data["case_ref"])
    doors.open_to_tie(actor, case_ref)
    services.tie_to_person(
        actor=actor,
        claim=claim,
        case_ref=case_ref,
        consent=form.cleaned_data["consent"],
        at=at,
    )
    return _to(claim, "claim")
