"""What the pages show: rows put together from tables, in the order of the core."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from repatria.accountability import queries
from repatria.accountability.core import sequence as strip
from repatria.accountability.core import sides, timeline
from repatria.accountability.models import (
    Allegation,
    Answer,
    Assessment,
    Claim,
    EvidenceItem,
    Incident,
    Involved,
    SceneClaim,
    Undertaking,
    UnseenInterval,
)
from repatria.accountability.models.choices import Part

CHART_WIDTH = 480


@dataclass(frozen=True, slots=True)
class Wording:
    """A statement as last corrected, and as it stood before, oldest first."""

    now: Claim
    earlier: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """An answer and its wording."""

    answer: Answer
    wording: Wording


@dataclass(frozen=True, slots=True)
class AllegationShown:
    """An allegation with those involved, its level, and what was answered."""

    allegation: Allegation
    wording: Wording
    victims: Sequence[Involved]
    accused: Sequence[Involved]
    assessment: Assessment | None
    answers: tuple[AnswerShown, ...] = ()
    unanswered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SceneShown:
    """A claim about an item and its wording."""

    scene: SceneClaim
    wording: Wording


@dataclass(frozen=True, slots=True)
class ItemShown:
    """An item of evidence, what is claimed about it, and the gap after it."""

    item: EvidenceItem
    announced: Wording | None
    scenes: tuple[SceneShown, ...]
    consent: str
    unseen: UnseenInterval | None


@dataclass(frozen=True, slots=True)
class Happened:
    """A row of the timeline and, where a day is known, its bar."""

    words: str
    who: str
    kind: str
    earliest: date | None
    latest: date | None
    bar: timeline.Bar | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """The whole timeline: every row, and the drawing of those with a day."""

    rows: tuple[Happened, ...]
    drawing: timeline.Timeline


class Wordings:
    """The newest wordings of many statements, looked up in one go."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._later = queries.corrections_of(claims)

    def of(self, claim: Claim) -> Wording:
        """Return how a statement reads now."""
        every = (claim, *self._later.get(claim.pk, ()))
        return Wording(every[-1], every[:-1])


def allegation(held: Allegation, words: Wordings) -> AllegationShown:
    """Return one allegation, without its answers."""
    return AllegationShown(
        held,
        words.of(held.claim),
        queries.people_in(held, Part.VICTIM),
        queries.people_in(held, Part.ACCUSED),
        queries.newest_assessment(held.claim.assessments.all()),
    )


def with_answers(held: Allegation, words: Wordings) -> AllegationShown:
    """Return an allegation that hangs on no incident, beside what is answered to it."""
    answers = {answer.pk: answer for answer in held.answers.all()}
    (row,) = sides.side_by_side(
        [_alleged(held, words)],
        [_answered(answer, words) for answer in answers.values()],
    )
    return _row(row, {held.pk: held}, answers, words)


def undertaken(vows: Sequence[Undertaking]) -> list[Wording]:
    """Return what was vowed, as last corrected."""
    words = Wordings([vow.claim for vow in vows])
    return [words.of(vow.claim) for vow in vows]


def allegations_and_answers(incident: Incident) -> tuple[AllegationShown, ...]:
    """Return what is alleged about an incident beside what is answered to it."""
    alleged = {held.pk: held for held in queries.allegations_of(incident)}
    answers = {
        held.pk: held
        for held in incident.answers.select_related("claim").order_by("pk")
    }
    words = Wordings(
        [
            *(held.claim for held in alleged.values()),
            *(held.claim for held in answers.values()),
        ]
    )
    rows = sides.side_by_side(
        [_alleged(held, words) for held in alleged.values()],
        [_answered(held, words) for held in answers.values()],
    )
    return tuple(_row(row, alleged, answers, words) for row in rows)


def _alleged(held: Allegation, words: Wordings) -> sides.Alleged:
    said = words.of(held.claim).now
    return sides.Alleged(
        held.pk,
        said.side,
        queries.parties_in(held, Part.ACCUSED),
        queries.parties_in(held, Part.VICTIM),
        said.said_on,
    )


def _answered(held: Answer, words: Wordings) -> sides.Answered:
    said = words.of(held.claim).now
    return sides.Answered(held.pk, said.side, held.allegation_id, said.said_on)


def _row(
    row: sides.Row,
    alleged: Mapping[int, Allegation],
    answers: Mapping[int, Answer],
    words: Wordings,
) -> AllegationShown:
    held = alleged[row.allegation.number]
    shown = allegation(held, words)
    return AllegationShown(
        held,
        shown.wording,
        shown.victims,
        shown.accused,
        shown.assessment,
        tuple(
            AnswerShown(answers[one.number], words.of(answers[one.number].claim))
            for one in row.answers
        ),
        row.unanswered,
    )


def evidence(items: Sequence[EvidenceItem], incident: Incident) -> list[ItemShown]:
    """Return the items of an incident in their sequence."""
    claims = [item.announced for item in items if item.announced]
    scenes = [scene.claim for item in items for scene in item.scene_claims.all()]
    words = Wordings([*claims, *scenes])
    unseen = queries.unseen_in(incident)
    return [item_shown(item, words, unseen.get(item.pk)) for item in items]


def item_shown(
    item: EvidenceItem, words: Wordings, unseen: UnseenInterval | None = None
) -> ItemShown:
    """Return one item and what is claimed about it."""
    return ItemShown(
        item,
        words.of(item.announced) if item.announced else None,
        tuple(
            SceneShown(scene, words.of(scene.claim))
            for scene in item.scene_claims.all()
        ),
        queries.shown_consent(item),
        unseen,
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A box of the drawing of a sequence, with its item where it has one."""

    box: strip.Box
    item: EvidenceItem


def drawn_sequence(shown: Sequence[ItemShown]) -> tuple[list[Drawn], int]:
    """Return the drawing of a sequence of items and its width."""
    items = {one.item.pk: one.item for one in shown}
    unseen = {one.item.pk for one in shown if one.unseen}
    places = [strip.Place(item.pk, item.sequence) for item in items.values()]
    drawing = strip.lay_out(places, unseen_after=unseen)
    boxes = [Drawn(box, items[box.key]) for box in drawing.boxes]
    return boxes, drawing.width


def days(incident: Incident, alleged: Sequence[AllegationShown]) -> Days:
    """Return the timeline of an incident: when it can have been, and who spoke when."""
    outline = incident.outline
    rows = [
        Happened(
            gettext("The incident can have happened"),
            "",
            "incident",
            outline.earliest,
            outline.latest,
        ),
        *_spoken(alleged),
        *_aftermath(incident),
    ]
    moments = [
        timeline.Moment(str(number), row.earliest, row.latest)
        for number, row in enumerate(rows)
    ]
    drawing = timeline.lay_out(moments, width=CHART_WIDTH)
    bars = {int(bar.key): bar for bar in drawing.bars}
    return Days(
        tuple(
            Happened(
                row.words, row.who, row.kind, row.earliest, row.latest, bars.get(number)
            )
            for number, row in enumerate(rows)
        ),
        drawing,
    )


def _spoken(alleged: Sequence[AllegationShown]) -> list[Happened]:
    rows = []
    answered: set[int] = set()
    for one in alleged:
        act = one.allegation.get_act_display()
        words = gettext("Alleged: {act}").format(act=act)
        rows.append(_said(words, one.wording.now, "alleged"))
        for answer in one.answers:
            if answer.answer.pk not in answered:
                answered.add(answer.answer.pk)
                kind = answer.answer.get_kind_display()
                words = gettext("Answered: {kind}").format(kind=kind)
                rows.append(_said(words, answer.wording.now, "answered"))
    return rows


def _aftermath(incident: Incident) -> list[Happened]:
    vows = incident.undertakings.select_related("claim").order_by("pk")
    rows = [_said(gettext("Undertaken"), vow.claim, "undertaken") for vow in vows]
    for proceeding in incident.proceedings.prefetch_related("events"):
        for event in proceeding.events.all():
            words = gettext("Proceeding: {state}").format(
                state=event.get_state_display()
            )
            rows.append(
                Happened(words, event.said_by, "proceeding", event.on, event.on)
            )
    return rows


def _said(words: str, claim: Claim, kind: str) -> Happened:
    return Happened(words, claim.claimant, kind, claim.said_on, claim.said_on)
