"""What a draft answers by itself to the questions asked before it is recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from repatria.reports import queries
from repatria.reports.core import proposals as kinds
from repatria.reports.models import Draft, Report

Answers = dict[str, Any]
PERFIDY = "perfidy"
PERFIDY_ARTICLE = "AP I 37"
NARRATOR = "narrator"


def quotation_of(draft: Draft) -> str:
    """Return the words that a draft quotes, on one line."""
    text = queries.text_of(draft.report)
    return " ".join(text[draft.span_start : draft.span_end].split())


def answers_for(draft: Draft) -> Answers:
    """Return what the draft itself answers: the names that ``confirm`` takes."""
    return {"quotation": quotation_of(draft)} | _OF_KIND[draft.kind](draft)


def _number(draft: Draft) -> Answers:
    told = draft.value
    return {
        "claimant": told["asserted_by"],
        "modality": told["modality"],
        "to": told["to"],
        "n": told["n"],
        "what": told["what"],
        "approximate": told["approximate"],
        "ordinal": told.get("ordinal", ""),
        "event_on": told["date"] or "",
    }


def _said(draft: Draft, claimant: str, side: str | None) -> Answers:
    return {
        "claimant": claimant,
        "side": side or "",
        "modality": draft.value.get("modality", "said"),
        "said_on": draft.report.published,
        "about": draft.value.get("about", ""),
    }


def _alleged(draft: Draft) -> Answers:
    told = draft.value
    return _said(draft, told["asserted_by"], _side_of(draft)) | {
        "act": told["type"],
        "victims": told["victims"],
        "accused": told["accused"],
        "characterisation": draft.hints.get("characterisation", ""),
        "incident": None,
        "inferred_from": None,
    }


def _side_of(draft: Draft) -> str:
    """Return for whom the claimant speaks: for the victims, as far as that is told.

    A witness speaks for nobody, and so does a narrator.
    """
    who = draft.value["asserted_by"]
    spoken = {
        claim["speaker"]: claim["side"]
        for claim in draft.report.drafts.exclude(kind=kinds.TESTIMONY).values_list(
            "value", flat=True
        )
        if claim.get("speaker") and claim.get("side")
    }
    witnesses = draft.report.drafts.filter(kind=kinds.TESTIMONY)
    heard = {told["speaker"] for told in witnesses.values_list("value", flat=True)}
    if who in heard or who == NARRATOR:
        return ""
    return str(spoken.get(who) or draft.value["victims"])


def _inferred(draft: Draft) -> Answers:
    """The narrator's own reading, resting on the statement he reads it into."""
    told = _alleged(draft) | {"claimant": NARRATOR, "side": ""}
    into = (
        queries.statements_from(draft.report)
        .filter(condition__isnull=False, side=draft.value["victims"])
        .first()
    )
    return told | {"inferred_from": into}


def _condition(draft: Draft) -> Answers:
    told = draft.value
    side = told["side"] or ""
    return _said(draft, told["speaker"], side) | {
        "captives_of": side,
        "holder": other_party(draft.report, side),
    }


def other_party(report: Report, party: str) -> str:
    """Return the other of the two parties that a report tells of, "" for none."""
    parties = queries.parties_in(report)
    others = [one for one in parties if one != party]
    return others[0] if party in parties and len(others) == 1 else ""


def _undertaking(draft: Draft) -> Answers:
    told = draft.value
    return _said(draft, told["speaker"], told["side"]) | {"incident": None}


def _answer(draft: Draft) -> Answers:
    told = draft.value
    return _said(draft, told["speaker"], told["side"]) | {
        "kind": told["answers"],
        "ground": PERFIDY_ARTICLE if _speaks_of_perfidy(draft) else "",
        "allegation": _answered(draft),
        "incident": None,
    }


def _speaks_of_perfidy(draft: Draft) -> bool:
    alleged = draft.report.drafts.filter(kind=kinds.ALLEGATION)
    return any(
        one["type"] == PERFIDY and one["asserted_by"] == draft.value["speaker"]
        for one in alleged.values_list("value", flat=True)
    )


def _answered(draft: Draft) -> object:
    """Return the allegation of this report against the speaker's side, if recorded."""
    against = queries.allegations_from(draft.report).filter(
        incident__isnull=False,
        involved__part="accused",
        involved__party=draft.value["side"] or "",
    )
    return against.first()


def _evidence(draft: Draft) -> Answers:
    told = draft.value
    return {
        "claimant": NARRATOR,
        "kind": {"photo": "photograph"}.get(told["kind"], told["kind"]),
        "sequence": told.get("sequence") or None,
        "same_scene": told.get("same_scene", ""),
        "shows": told.get("modality", ""),
        "subjects": "unknown",
        "unseen": True,
        "incident": None,
        "said_on": draft.report.published,
    }


def _testimony(draft: Draft) -> Answers:
    return {"speaker": draft.value["speaker"]}


_OF_KIND: dict[str, Callable[[Draft], Answers]] = {
    kinds.COUNT: _number,
    kinds.NOT_STATED: _number,
    kinds.ALLEGATION: _alleged,
    kinds.PATTERN: _alleged,
    kinds.INFERENCE: _inferred,
    kinds.CONDITION: _condition,
    kinds.UNDERTAKING: _undertaking,
    kinds.ANSWER: _answer,
    kinds.EVIDENCE: _evidence,
    kinds.TESTIMONY: _testimony,
}
