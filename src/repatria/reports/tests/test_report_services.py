"""Receiving a report, deciding on its drafts, and what becomes of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from repatria.accountability.models import (
    Allegation,
    Answer,
    Claim,
    ConditionClaim,
    EvidenceItem,
    Incident,
    SceneClaim,
    Undertaking,
    UnseenInterval,
)
from repatria.exchange.models import CountClaim
from repatria.ledger.models import Entry
from repatria.medical.models import DeniedCare
from repatria.reports import models, queries, services
from repatria.reports.core import proposals as kinds
from repatria.reports.core.errors import (
    AskedToBeLeftAloneError,
    ConsentNeededError,
    DraftDecidedError,
    NothingToUndoError,
    NotRecordableError,
    RecordedElsewhereError,
    ReportRefusedError,
)
from repatria.reports.engine.founding import founding_report
from repatria.reports.engine.ingest import Told
from repatria.reports.services.answers import answers_for
from repatria.reports.services.testimonies import CareDenied
from repatria.shared.actors import Actor

AT = datetime(2022, 11, 25, 10, tzinfo=UTC)
INVESTIGATOR = Actor("user:7", frozenset({"investigator"}), "north")
NORLAND, SUDMARK = "NORLAND", "SUDMARK"


@pytest.fixture
def report(as_party: object) -> models.Report:
    del as_party
    return services.receive_report(
        actor=INVESTIGATOR, content=founding_report(), name="founding.json", at=AT
    ).report


def draft_of(report: models.Report, kind: str, number: int = 0) -> models.Draft:
    return report.drafts.filter(kind=kind)[number]


def confirm(draft: models.Draft, **answers: object) -> models.DraftDecision:
    return services.confirm(actor=INVESTIGATOR, draft=draft, answers=answers, at=AT)


def confirm_killing(report: models.Report) -> Allegation:
    killing = report.drafts.get(kind=kinds.ALLEGATION, value__type="killing")
    confirm(killing, new_title="Deaths at a farmyard", latest=date(2022, 11, 18))
    return Allegation.objects.get(act="killing", pattern=False)


def test_a_report_is_kept_as_it_came(report: models.Report) -> None:
    assert queries.original_of(report) == founding_report()
    assert founding_report() not in bytes(report.sealed_original)
    assert report.ref.startswith("P-")
    assert (report.language, report.published) == ("en", date(2022, 11, 24))
    assert (report.source_class, report.source_party) == ("party-state-media", NORLAND)
    entry = Entry.objects.get(act="reports.report-received")
    assert json.loads(entry.body)["about"] == report.ref


def test_every_draft_quotes_the_text(report: models.Report) -> None:
    text = queries.text_of(report)
    drafts = list(report.drafts.all())
    assert {draft.kind for draft in drafts} == set(kinds.KINDS)
    assert all(text[d.span_start : d.span_end].strip() for d in drafts)
    assert [draft.number for draft in drafts] == list(range(1, len(drafts) + 1))


def test_nothing_is_recorded_by_the_machine(report: models.Report) -> None:
    assert queries.states_of(report) == {queries.OPEN: report.drafts.count()}
    assert CountClaim.objects.count() == Claim.objects.count() == 0


def test_the_same_report_twice_is_one(report: models.Report) -> None:
    again = services.receive_report(
        actor=INVESTIGATOR, content=founding_report(), name="copy.json", at=AT
    )
    assert (again.report, again.is_new) == (report, False)
    assert Entry.objects.filter(act="reports.report-received").count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("as_party")
def test_a_report_without_an_event_is_kept_all_the_same() -> None:
    received = services.receive_report(
        actor=INVESTIGATOR,
        content=b"The court sat for three days.",
        name="pasted.txt",
        told=Told(language="en"),
        at=AT,
    )
    assert received.is_new
    assert list(received.report.drafts.all()) == []


@pytest.mark.usefixtures("as_party")
def test_what_cannot_be_read_leaves_nothing_behind() -> None:
    with pytest.raises(ReportRefusedError):
        services.receive_report(
            actor=INVESTIGATOR, content=b"\x89PNG\r\n\x1a\n", name="a.txt", at=AT
        )
    assert models.Report.objects.count() == Entry.objects.count() == 0


def test_a_confirmed_number_stands_as_its_claimants(report: models.Report) -> None:
    decision = confirm(draft_of(report, kinds.COUNT))
    claim = CountClaim.objects.get()
    assert (claim.to, claim.n, claim.approximate) == (NORLAND, 50, True)
    assert claim.ordinal == "a further"
    assert claim.claimant == "Norlandic Defence Ministry"
    assert (claim.event_on, claim.said_on) == ("2022-11-24", "2022-11-24")
    assert (claim.quotation, claim.report_ref) == ("about 50", report.ref)
    assert decision.made == {"made": "count", "number": claim.pk}
    assert decision.value == {}


def test_the_earlier_exchange_is_one_too(report: models.Report) -> None:
    confirm(draft_of(report, kinds.COUNT, 1))
    claim = CountClaim.objects.get()
    assert (claim.to, claim.n, claim.event_on) == ("", 36, "2022-11-23")


def test_a_number_not_stated_stays_so(report: models.Report) -> None:
    confirm(draft_of(report, kinds.NOT_STATED))
    claim = CountClaim.objects.get()
    assert (claim.to, claim.n) == (SUDMARK, None)
    assert claim.quotation == "captured Sudmarkian fighters"


def test_what_a_person_says_otherwise_is_kept_beside_the_draft(
    report: models.Report,
) -> None:
    draft = draft_of(report, kinds.COUNT, 1)
    decision = confirm(draft, to=SUDMARK, n=35)
    claim = CountClaim.objects.get()
    assert (claim.to, claim.n) == (SUDMARK, 35)
    assert decision.value == {"to": SUDMARK, "n": "35"}
    assert draft.value["n"] == 36


def test_conditions_hang_on_no_incident(report: models.Report) -> None:
    confirm(draft_of(report, kinds.CONDITION))
    condition = ConditionClaim.objects.select_related("claim").get()
    assert (condition.captives_of, condition.holder) == (NORLAND, SUDMARK)
    assert condition.claim.claimant == "Norlandic Defence Ministry"
    assert condition.claim.quotation == "mortal danger"
    assert Incident.objects.count() == 0


def test_an_allegation_opens_the_incident_it_hangs_on(report: models.Report) -> None:
    allegation = confirm_killing(report)
    assert allegation.incident is not None
    assert allegation.incident.outline.latest == date(2022, 11, 18)
    assert (allegation.claim.claimant, allegation.claim.side) == ("Nordhavn", NORLAND)
    assert allegation.characterisation == "war crime"
    roles = {one.part: one.party for one in allegation.involved.all()}
    assert roles == {"victim": NORLAND, "accused": SUDMARK}
    place = (allegation.claim.span_start, allegation.claim.span_end)
    assert queries.text_of(report)[slice(*place)] == allegation.claim.quotation


def test_a_pattern_hangs_on_none(report: models.Report) -> None:
    confirm(draft_of(report, kinds.PATTERN))
    pattern = Allegation.objects.get()
    assert (pattern.pattern, pattern.incident) == (True, None)


def test_what_the_narrator_infers_rests_on_what_was_said(report: models.Report) -> None:
    confirm(draft_of(report, kinds.CONDITION))
    for number in (0, 1):
        confirm(draft_of(report, kinds.INFERENCE, number))
    inferred = [one.claim for one in Allegation.objects.select_related("claim")]
    assert {claim.modality for claim in inferred} == {"inferred"}
    assert {claim.claimant for claim in inferred} == {"narrator"}
    condition = ConditionClaim.objects.get()
    assert {claim.inferred_from for claim in inferred} == {condition.claim}


def test_an_undertaking_is_recorded(report: models.Report) -> None:
    confirm(draft_of(report, kinds.UNDERTAKING))
    vow = Undertaking.objects.select_related("claim").get()
    assert vow.claim.claimant == "government of Norland"
    assert vow.claim.about == "bring the perpetrators to justice"


def test_an_answer_stands_beside_what_it_answers(report: models.Report) -> None:
    killing = confirm_killing(report)
    confirm(draft_of(report, kinds.ANSWER))
    answer = Answer.objects.select_related("claim").get()
    assert (answer.allegation, answer.incident) == (killing, killing.incident)
    assert (answer.kind, answer.ground) == ("justifies", "AP I 37")
    assert (answer.claim.side, answer.claim.modality) == (SUDMARK, "claimed")


def test_an_answer_to_nothing_is_refused_and_leaves_the_draft_open(
    report: models.Report,
) -> None:
    draft = draft_of(report, kinds.ANSWER)
    with pytest.raises(NotRecordableError):
        confirm(draft)
    assert queries.states_of(report)[queries.CONFIRMED] == 0
    assert Claim.objects.count() == 0


def test_clips_stand_in_a_row_with_what_nobody_saw_between(
    report: models.Report,
) -> None:
    incident = confirm_killing(report).incident
    for number in range(4):
        confirm(draft_of(report, kinds.EVIDENCE, number), incident=incident)
    items = EvidenceItem.objects.order_by("pk")
    assert [item.sequence for item in items] == [None, 1, 2, None]
    assert all(item.announced is not None for item in items)
    interval = UnseenInterval.objects.get()
    assert (interval.after.sequence, interval.before.sequence) == (1, 2)
    claimed = SceneClaim.objects.select_related("claim")
    assert {(one.kind, one.claim.modality) for one in claimed} == {
        ("same_scene", "believed"),
        ("shows", "purported"),
    }


def test_a_draft_is_decided_once(report: models.Report) -> None:
    draft = draft_of(report, kinds.COUNT)
    confirm(draft)
    with pytest.raises(DraftDecidedError):
        confirm(draft)
    with pytest.raises(DraftDecidedError):
        services.reject(actor=INVESTIGATOR, draft=draft, at=AT)
    assert CountClaim.objects.count() == 1


def test_a_rejection_can_be_taken_back(report: models.Report) -> None:
    draft = draft_of(report, kinds.COUNT)
    services.reject(actor=INVESTIGATOR, draft=draft, at=AT)
    assert queries.states_of(report)[queries.REJECTED] == 1
    services.undo(actor=INVESTIGATOR, draft=draft, at=AT)
    assert queries.states_of(report)[queries.REJECTED] == 0
    confirm(draft)
    told = [decision.kind for decision in draft.decisions.all()]
    assert told == ["rejected", "undone", "confirmed"]


def test_what_was_recorded_is_not_taken_away(report: models.Report) -> None:
    draft = draft_of(report, kinds.COUNT)
    confirm(draft)
    with pytest.raises(RecordedElsewhereError):
        services.undo(actor=INVESTIGATOR, draft=draft, at=AT)
    assert queries.is_confirmed(draft)


def test_there_must_be_something_to_undo(report: models.Report) -> None:
    with pytest.raises(NothingToUndoError):
        services.undo(actor=INVESTIGATOR, draft=draft_of(report, kinds.COUNT), at=AT)


def test_decisions_are_on_the_ledger_without_words(report: models.Report) -> None:
    confirm(draft_of(report, kinds.TESTIMONY))
    entry = Entry.objects.get(act="reports.draft-confirmed")
    assert json.loads(entry.body)["about"] == report.ref
    assert "heart" not in entry.body


def test_a_draft_cannot_be_rewritten(report: models.Report) -> None:
    draft = draft_of(report, kinds.COUNT)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Draft.objects.filter(pk=draft.pk).update(kind=kinds.ANSWER)
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.delete()


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_every_kind_answers_its_own_questions(report: models.Report, kind: str) -> None:
    own = answers_for(draft_of(report, kind))
    assert own["quotation"] in " ".join(queries.text_of(report).split())
    assert own.get("claimant", own.get("speaker"))


# --- Testimonies and persons ---------------------------------------------------


@pytest.fixture
def told(report: models.Report) -> models.Testimony:
    confirm(draft_of(report, kinds.TESTIMONY))
    return models.Testimony.objects.get()


def tie(testimony: models.Testimony, consent: str, **more: object) -> object:
    return services.tie_testimony(
        actor=INVESTIGATOR,
        testimony=testimony,
        case_ref="R-00000000",
        consent=consent,
        at=AT,
        **more,  # type: ignore[arg-type]
    )


def test_a_testimony_names_nobody(told: models.Testimony) -> None:
    assert told.speaker == "one of the soldiers"
    assert queries.words_of(told).startswith("he was denied medical care")
    assert b"denied" not in bytes(told.sealed_words)
    assert queries.testimonies_tied_to("R-00000000") == []


def test_a_testimony_hints_at_care_denied_and_at_a_wish_to_forget(
    report: models.Report,
) -> None:
    first, second = report.drafts.filter(kind=kinds.TESTIMONY)
    assert first.hints == {"denied_care": True, "duration": "four months"}
    assert second.hints == {"forget": True}


def test_by_consent_it_reaches_the_medical_record(told: models.Testimony) -> None:
    denied = CareDenied("a failing heart", "four months")
    tie(told, "given", denied=denied)
    assert queries.testimonies_tied_to("R-00000000") == [told]
    care = DeniedCare.objects.get()
    assert (care.case_ref, care.duration_said) == ("R-00000000", "four months")
    assert (care.began, care.ended) == ("", "")
    assert care.source_ref == told.report.ref


@pytest.mark.parametrize("consent", ["refused", "withdrawn"])
def test_without_consent_it_is_tied_to_nobody(
    told: models.Testimony, consent: str
) -> None:
    tie(told, "given")
    tie(told, consent)
    assert queries.testimonies_tied_to("R-00000000") == []
    with pytest.raises(ConsentNeededError):
        tie(told, consent, denied=CareDenied("a failing heart"))
    assert DeniedCare.objects.count() == 0


def test_nobody_who_asked_to_be_left_alone_is_tied(
    told: models.Testimony, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: Callable[[str], bool] = lambda _case: True  # noqa: E731
    monkeypatch.setattr("repatria.access.queries.wants_to_be_left_alone", asked)
    with pytest.raises(AskedToBeLeftAloneError):
        tie(told, "given")
