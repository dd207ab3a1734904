"""What is recorded stays, and what cannot be is refused with the next step."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from repatria.access.models import LeftAloneRequest
from repatria.accountability import queries, services
from repatria.accountability.core import errors
from repatria.accountability.core.intervals import Interval
from repatria.accountability.core.said import Said
from repatria.accountability.models import (
    Claim,
    CustodyEvent,
    EvidenceItem,
    Incident,
    PatternInstance,
)
from repatria.accountability.services import Upload
from repatria.accountability.services.files import place_of
from repatria.accountability.tests.conftest import AT, INVESTIGATOR, PNG, Story, said
from repatria.ledger.models import Entry
from repatria.register.core.case_numbers import new_case_ref

pytestmark = pytest.mark.django_db
CASE = new_case_ref()


def acts() -> list[str]:
    return [json.loads(entry.body)["act"] for entry in Entry.objects.all()]


def test_every_act_is_on_the_ledger_without_a_word_of_what_was_said(
    story: Story,
) -> None:
    assert {
        "accountability.incident-opened",
        "accountability.allegation-recorded",
        "accountability.answer-recorded",
        "accountability.evidence-added",
        "accountability.unseen-interval",
        "accountability.scene-claim",
    } <= set(acts())
    written = " ".join(entry.body for entry in Entry.objects.all())
    for words in ("Norland Ministry", "war crime", "surrendered", "Oakford"):
        assert words not in written
    assert story.incident.ref in written


def test_a_justification_leaves_the_allegation_standing_beside_it(
    story: Story,
) -> None:
    answer = story.killing.answers.get()
    assert (answer.kind, answer.ground) == ("justifies", "AP I 37")
    assert answer.incident == story.incident
    assert story.killing.characterisation == "war crime"
    assert story.perfidy.characterisation == ""


def test_an_incident_may_have_neither_day_nor_place(as_party: object) -> None:
    del as_party
    incident = services.open_incident(actor=INVESTIGATOR, title="Unclear", at=AT)
    assert incident.outline.interval.unknown
    assert incident.outline.precision == "unknown"


def test_a_correction_of_when_and_where_keeps_the_first_understanding(
    story: Story,
) -> None:
    held = story.incident.outline
    told = dict.fromkeys(("place", "basis"), "") | {
        "title": held.title,
        "precision": "unknown",
        "when": Interval(date(2022, 11, 12), date(2022, 11, 18)),
    }
    change: Callable[[], Any] = lambda: services.correct_incident(  # noqa: E731
        actor=INVESTIGATOR,
        incident=story.incident,
        at=AT,
        **told,  # type: ignore[arg-type]
    )
    change()
    fresh = Incident.objects.get(pk=story.incident.pk)
    assert fresh.outline.earliest == date(2022, 11, 12)
    assert fresh.outlines.count() == 2
    story.incident = fresh
    with pytest.raises(errors.NothingChangedError):
        change()


def test_a_statement_older_than_the_incident_is_refused(story: Story) -> None:
    early = Said(claimant="Norland", said_on=date(2022, 11, 1))
    with pytest.raises(errors.SaidBeforeItHappenedError):
        services.record_allegation(
            actor=INVESTIGATOR,
            said=early,
            act="killing",
            incident=story.incident,
            at=AT,
        )
    assert story.incident.allegations.count() == 2


def test_instances_of_a_pattern_are_counted_apart_and_can_be_taken_back(
    story: Story,
) -> None:
    assert queries.instances_of(story.pattern) == []

    def count(*, counted: bool) -> PatternInstance:
        return services.count_instance(
            actor=INVESTIGATOR,
            pattern=story.pattern,
            incident=story.incident,
            counted=counted,
            reason="the claimant speaks of it in the same breath",
            at=AT,
        )

    count(counted=True)
    assert [row.incident for row in queries.instances_of(story.pattern)] == [
        story.incident
    ]
    with pytest.raises(errors.InstanceUnchangedError):
        count(counted=True)
    count(counted=False)
    assert queries.instances_of(story.pattern) == []
    assert PatternInstance.objects.count() == 2


def test_a_pattern_hangs_on_no_incident_and_one_act_has_no_instances(
    story: Story,
) -> None:
    with pytest.raises(errors.PatternHasIncidentError):
        services.record_allegation(
            actor=INVESTIGATOR,
            said=said("Norland"),
            act="killing",
            incident=story.incident,
            pattern=True,
            at=AT,
        )
    with pytest.raises(errors.NotAPatternError):
        services.count_instance(
            actor=INVESTIGATOR,
            pattern=story.killing,
            incident=story.incident,
            counted=True,
            reason="why not",
            at=AT,
        )


def test_what_the_narrator_infers_is_a_claim_of_its_own(as_party: object) -> None:
    del as_party
    danger = services.record_condition_claim(
        actor=INVESTIGATOR,
        said=said("Norland Ministry of Defence", "NORLAND", quotation="mortal danger"),
        captives_of="NORLAND",
        holder="SUDMARK",
        at=AT,
    )
    inferred = services.record_allegation(
        actor=INVESTIGATOR,
        said=said("narrator", modality="inferred", inferred_from=danger.claim_id),
        act="torture",
        at=AT,
    )
    assert inferred.claim.narrator_infers
    assert inferred.claim.inferred_from == danger.claim
    assert not danger.claim.narrator_infers
    assert queries.on_no_incident() == [inferred]
    with pytest.raises(errors.NarratorHasNoInferenceError):
        said("narrator", modality="said", inferred_from=danger.claim_id)


def test_an_answer_must_answer_something_of_that_incident(story: Story) -> None:
    with pytest.raises(errors.AnswerToNothingError):
        services.record_answer(
            actor=INVESTIGATOR, said=said("Sudmark"), kind="denies", at=AT
        )
    other = services.open_incident(actor=INVESTIGATOR, title="Another", at=AT)
    with pytest.raises(errors.NotTogetherError):
        services.record_answer(
            actor=INVESTIGATOR,
            said=said("Sudmark"),
            kind="denies",
            allegation=story.killing,
            incident=other,
            at=AT,
        )


def test_a_corrected_statement_keeps_its_first_wording(story: Story) -> None:
    first = story.killing.claim
    newer = services.correct_claim(
        actor=INVESTIGATOR,
        claim=first,
        said=said("Norland foreign ministry", "NORLAND", quotation="a new war crime"),
        at=AT,
    )
    assert queries.newest_wording(first) == newer
    assert queries.corrections_of([first]) == {first.pk: [newer]}
    assert Claim.objects.get(pk=first.pk).claimant == "Norland"
    with pytest.raises(errors.AlreadyCorrectedError):
        services.correct_claim(
            actor=INVESTIGATOR, claim=first, said=said("Somebody"), at=AT
        )


def test_nothing_recorded_can_be_changed_or_deleted(story: Story) -> None:
    for change in (
        lambda: Claim.objects.filter(pk=story.killing.claim_id).update(claimant="x"),
        lambda: EvidenceItem.objects.filter(pk=story.clips[0].pk).update(sequence=9),
        lambda: CustodyEvent.objects.create(
            item=story.clips[0], kind="viewed", at=AT, by="user:1"
        ).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    "places",
    [
        pytest.param((0, 2), id="not neighbours"),
        pytest.param((1, 0), id="the later one first"),
        pytest.param((1, 1), id="one item twice"),
    ],
)
def test_an_unseen_interval_lies_between_neighbours(
    story: Story, places: tuple[int, int]
) -> None:
    with pytest.raises(errors.NotConsecutiveError):
        services.note_unseen_interval(
            actor=INVESTIGATOR,
            after=story.clips[places[0]],
            before=story.clips[places[1]],
            at=AT,
        )


def test_a_place_in_the_sequence_is_taken_once(story: Story) -> None:
    with pytest.raises(errors.SequenceTakenError):
        services.add_evidence(
            actor=INVESTIGATOR, kind="video", incident=story.incident, sequence=2, at=AT
        )


def test_a_file_is_sealed_and_every_look_at_it_recorded(story: Story) -> None:
    clip = story.clips[0]
    kept = services.keep_file(
        actor=INVESTIGATOR, item=clip, upload=Upload(PNG, "a channel"), at=AT
    )
    assert kept.sha256 == hashlib.sha256(PNG).hexdigest()
    on_disk = place_of(kept.sha256).read_bytes()
    assert b"nobody may see" not in on_disk
    opened = services.open_original(
        actor=INVESTIGATOR, item=clip, reason="to compare the yard", at=AT
    )
    assert (opened.content, opened.media_type) == (PNG, "image/png")
    assert [event.kind for event in clip.custody.all()] == ["received", "viewed"]
    assert "accountability.evidence-viewed" in acts()
    with pytest.raises(errors.ReasonMissingError):
        services.open_original(actor=INVESTIGATOR, item=clip, reason=" ", at=AT)


def test_what_is_no_picture_leaves_as_a_copy_and_custody_says_so(story: Story) -> None:
    clip = story.clips[0]
    services.keep_file(actor=INVESTIGATOR, item=clip, upload=Upload(b"sound"), at=AT)
    services.open_original(actor=INVESTIGATOR, item=clip, reason="to hear it", at=AT)
    assert [event.kind for event in clip.custody.all()] == ["received", "copied"]


def test_an_altered_or_missing_file_is_found_and_never_shown(story: Story) -> None:
    clip = story.clips[0]
    kept = services.keep_file(actor=INVESTIGATOR, item=clip, upload=Upload(PNG), at=AT)
    assert services.check_integrity(actor=INVESTIGATOR, item=clip, at=AT)
    place = place_of(kept.sha256)
    place.write_bytes(place.read_bytes()[:-1] + b"x")
    assert not services.check_integrity(actor=INVESTIGATOR, item=clip, at=AT)
    place.unlink()
    with pytest.raises(errors.EvidenceAlteredError):
        services.open_original(actor=INVESTIGATOR, item=clip, reason="to look", at=AT)
    kinds = [event.kind for event in clip.custody.all()]
    assert kinds == ["received", "checked", "failed", "failed"]


def test_bad_files_are_refused_and_leave_nothing(story: Story) -> None:
    first, second, third = story.clips

    def keep(item: EvidenceItem, content: bytes) -> None:
        services.keep_file(actor=INVESTIGATOR, item=item, upload=Upload(content), at=AT)

    with pytest.raises(errors.EmptyFileError):
        keep(first, b"")
    keep(first, PNG)
    with pytest.raises(errors.SameBytesError):
        keep(second, PNG)
    with pytest.raises(errors.EvidenceHeldError):
        keep(first, b"other")
    with pytest.raises(errors.NotHeldError):
        services.open_original(actor=INVESTIGATOR, item=third, reason="why", at=AT)
    assert [event.kind for event in CustodyEvent.objects.all()] == ["received"]


def test_consent_of_those_shown_is_unknown_until_somebody_says(story: Story) -> None:
    clip = story.clips[0]
    assert queries.shown_consent(clip) == "unknown"
    services.record_shown_consent(
        actor=INVESTIGATOR, item=clip, consent="refused", at=AT
    )
    fresh = EvidenceItem.objects.get(pk=clip.pk)
    assert queries.shown_consent(fresh) == "refused"
    assert fresh.protected


def test_a_statement_reaches_a_person_only_by_their_consent(story: Story) -> None:
    claim = story.killing.claim

    def tie(consent: str) -> None:
        services.tie_to_person(
            actor=INVESTIGATOR, claim=claim, case_ref=CASE, consent=consent, at=AT
        )

    with pytest.raises(errors.ConsentMissingError):
        tie("unknown")
    with pytest.raises(errors.TieUnchangedError):
        tie("withdrawn")
    tie("given")
    assert queries.statements_tied_to(CASE) == [claim]
    tie("withdrawn")
    assert queries.statements_tied_to(CASE) == []


def test_nobody_who_asked_to_be_left_alone_is_tied(story: Story) -> None:
    LeftAloneRequest.objects.create(
        case_ref=CASE, leave_alone=True, said_at=AT, heard_by="user:1"
    )
    with pytest.raises(errors.LeftAloneError):
        services.tie_to_person(
            actor=INVESTIGATOR,
            claim=story.killing.claim,
            case_ref=CASE,
            consent="given",
            at=AT,
        )


def test_a_proceeding_can_lapse_and_an_undertaking_stays(story: Story) -> None:
    vow = services.record_undertaking(
        actor=INVESTIGATOR,
        said=said("Norland government", "NORLAND", about="bring them to justice"),
        incident=story.incident,
        at=AT,
    )
    case = services.open_proceeding(
        actor=INVESTIGATOR,
        body="Investigative committee",
        jurisdiction="Norland",
        said_by="Norland government",
        undertaking=vow,
        at=AT,
    )
    assert queries.state_of(case) == "opened"
    assert case.incident == story.incident
    services.record_proceeding_state(
        actor=INVESTIGATOR, proceeding=case, state="lapsed", said_by="nobody", at=AT
    )
    assert queries.state_of(case) == "lapsed"
    assert case.events.count() == 2


def test_levels_differ_between_an_incident_and_its_claims(story: Story) -> None:
    services.assess(
        actor=INVESTIGATOR,
        of=story.incident,
        level="credible_allegation",
        reason="three clips, no access to the place",
        sampling_note="access on one side only",
        source_reliability="C",
        content_credibility="3",
        at=AT,
    )
    services.assess(
        actor=INVESTIGATOR,
        of=story.killing.claim,
        level="insufficient",
        reason="the moment of the shots was not shown",
        at=AT,
    )
    of_incident = queries.newest_assessment(story.incident.assessments.all())
    of_claim = queries.newest_assessment(story.killing.claim.assessments.all())
    assert of_incident is not None
    assert of_claim is not None
    assert (of_incident.level, of_claim.level) == (
        "credible_allegation",
        "insufficient",
    )
    assert (of_claim.source_reliability, of_claim.content_credibility) == ("F", "6")
    with pytest.raises(errors.ReasonMissingError):
        services.assess(
            actor=INVESTIGATOR, of=story.incident, level="refuted", reason="", at=AT
        )
