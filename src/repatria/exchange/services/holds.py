"""Holding somebody back under articles 115 and 119, by name, and ending it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import rfc8785
from django.db import transaction
from django.db.models import QuerySet

from repatria.access import restricted, vault
from repatria.access.queries import installation
from repatria.exchange import queries
from repatria.exchange.core.articles import (
    ARTICLE_WORDS,
    GROUND_WORDS,
    RULES,
    Article,
    Ground,
    facts_of,
)
from repatria.exchange.core.refusals import HoldNotLawfulError, NotOurPrisonerError
from repatria.exchange.models import Hold, HoldEnd
from repatria.ledger import services as ledger
from repatria.register.core.case_numbers import new_ref
from repatria.register.models import Record, Subject
from repatria.register.queries import records_of
from repatria.rulebook.core.evaluate import evaluate
from repatria.rulebook.core.rule import Answer, Finding
from repatria.rulebook.load import load_rule
from repatria.shared.actors import Actor
from repatria.shared.partial import partial
from repatria.transmission import services as transmission
from repatria.transmission.models import Outgoing

NOTIFICATION = "notification"
ABOUT = "held-back"
_FIELD = "reason"


@dataclass(frozen=True, slots=True)
class HoldShown:
    """A hold, opened for a page or a notification."""

    ref: str
    case_ref: str
    party: str
    home: str
    article: str
    ground: str
    until: str
    name: str
    holder_id: str
    said_by: str
    recorded_at: datetime
    ended_at: datetime | None

    def runs(self, on: date) -> bool:
        """Tell whether it has neither been ended nor run out by the day ``on``."""
        return self.ended_at is None and queries.is_running(self.until, on)

    @property
    def article_words(self) -> str:
        """The article, marked for translation."""
        return ARTICLE_WORDS[Article(self.article)]

    @property
    def ground_words(self) -> str:
        """The ground, marked for translation."""
        return GROUND_WORDS[Ground(self.ground)]


@transaction.atomic
def record_hold(
    *,
    actor: Actor,
    case_ref: str,
    article: str,
    ground: str,
    until: str = "",
    at: datetime,
) -> Hold:
    """Record that this party holds somebody back, by name, under an article.

    Raises ``HoldNotLawfulError`` where the article's rule does not let it on this
    ground, and ``NotOurPrisonerError`` for somebody whom others hold.
    """
    judged = _lawful_by(Article(article), Ground(ground))
    party = installation().party
    record = _own_record(case_ref, party)
    home = record.source_file.home if record.source_file else ""
    named = {"name": record.name, "holder_id": record.own_id, "ground": ground}
    return _keep(
        actor=actor,
        case_ref=case_ref,
        party=party,
        home=home,
        article=article,
        until=partial(until),
        said_by=installation().code,
        named=named,
        judged=judged,
        at=at,
    )


@transaction.atomic
def end_hold(*, actor: Actor, hold: Hold, at: datetime) -> HoldEnd:
    """End a hold; ending it twice does no harm."""
    ended, new = HoldEnd.objects.get_or_create(
        hold=hold, defaults={"ended_by": actor.ref, "ended_at": at}
    )
    if new:
        ledger.append(actor=actor, act="exchange.hold-ended", about=hold.ref, at=at)
    return ended


def shown(holds: QuerySet[Hold]) -> dict[Hold, HoldShown]:
    """Open holds in one go, in their order; the caller has passed the door.

    Of a hold that was erased nothing is left to show: it is not among them.
    """
    held = list(holds.select_related("end"))
    texts = vault.open_texts(
        _FIELD, {owner_of(hold.ref): bytes(hold.sealed_reason) for hold in held}
    )
    return {
        hold: _shown(hold, json.loads(texts[owner_of(hold.ref)]))
        for hold in held
        if owner_of(hold.ref) in texts
    }


def _shown(hold: Hold, named: Mapping[str, str]) -> HoldShown:
    end = getattr(hold, "end", None)
    return HoldShown(
        ref=hold.ref,
        case_ref=hold.case_ref,
        party=hold.party,
        home=hold.home,
        article=hold.article,
        ground=named["ground"],
        until=hold.until,
        name=named["name"],
        holder_id=named["holder_id"],
        said_by=hold.said_by,
        recorded_at=hold.recorded_at,
        ended_at=end.ended_at if end else None,
    )


@transaction.atomic
def prepare_hold_notification(
    *, actor: Actor, to: str, home: str, at: datetime
) -> Outgoing:
    """Prepare the names that this party holds back of ``home``'s people, for ``to``.

    Articles 115 and 119 ask that the names be communicated.  Made from the holds alone:
    nothing in it depends on a list, a proposal or a wish.
    """
    payload = rfc8785.dumps(notification(home=home, to=to, at=at))
    outgoing = transmission.prepare(
        actor=actor, to=to, kind=NOTIFICATION, payload=payload, at=at
    )
    ledger.append(
        actor=actor,
        act="exchange.holds-communicated",
        about=to,
        facts={"home": home},
        at=at,
    )
    return outgoing


def holds_told(*, home: str, to: str, at: datetime) -> list[HoldShown]:
    """Return whom a notification of holds to ``to`` names, by the holder's numbers.

    Whoever is withheld from the powers is named to the Agency alone (GC IV 137).
    """
    ours = Hold.objects.filter(party=installation().party, home=home, end=None)
    told = ours.exclude(case_ref__in=restricted.withheld_from(to))
    running = [hold for hold in shown(told).values() if hold.runs(at.date())]
    return sorted(running, key=lambda hold: (hold.holder_id, hold.ref))


def notification(*, home: str, to: str, at: datetime) -> dict[str, Any]:
    """Return what a notification of holds says."""
    return {
        "kind": NOTIFICATION,
        "about": ABOUT,
        "by": installation().party,
        "home": home,
        "on": at.date().isoformat(),
        "held": [
            {
                "article": hold.article,
                "ground": hold.ground,
                "holder_id": hold.holder_id,
                "name": hold.name,
                "until": hold.until,
            }
            for hold in holds_told(home=home, to=to, at=at)
        ],
    }


@transaction.atomic
def receive_holds(
    *, actor: Actor, sender: str, told: Mapping[str, Any], at: datetime
) -> list[Hold]:
    """Keep the holds that a detaining power communicated.

    A notification is the whole of what it holds back: those of an earlier one that are
    no longer named have ended, and those named again stay as they are.
    """
    open_ones = Hold.objects.filter(
        party=told["by"], home=told["home"], said_by=sender, end=None
    )
    known = {_key(opened): hold for hold, opened in shown(open_ones).items()}
    named = {_key_told(row): row for row in told["held"]}
    for key, hold in known.items():
        if key not in named:
            end_hold(actor=actor, hold=hold, at=at)
    cases = _cases_by_number(told)
    return [
        known.get(key)
        or _keep(
            actor=actor,
            case_ref=cases.get(row["holder_id"], ""),
            party=told["by"],
            home=told["home"],
            article=Article(row["article"]).value,
            until=partial(row["until"]),
            said_by=sender,
            named={field: row[field] for field in ("name", "holder_id", "ground")},
            at=at,
        )
        for key, row in named.items()
    ]


def _lawful_by(article: Article, ground: Ground) -> Finding:
    finding = evaluate(load_rule(RULES[article]), facts_of(ground))
    if finding.answer is not Answer.YES:
        raise HoldNotLawfulError(article=article.value, ground=ground.value)
    return finding


def _own_record(case_ref: str, party: str) -> Record:
    for record in records_of(case_ref):
        file = record.source_file
        if file and file.subject == Subject.HELD and file.holder == party:
            return record
    raise NotOurPrisonerError(case=case_ref, party=party)


def _keep(
    *,
    actor: Actor,
    case_ref: str,
    party: str,
    home: str,
    article: str,
    until: str,
    said_by: str,
    named: Mapping[str, str],
    judged: Finding | None = None,
    at: datetime,
) -> Hold:
    ref = new_ref("B")
    text = json.dumps(dict(named), ensure_ascii=False, sort_keys=True)
    hold = Hold.objects.create(
        ref=ref,
        case_ref=case_ref,
        party=party,
        home=home,
        article=article,
        sealed_reason=vault.seal_text(owner_of(ref), _FIELD, text),
        rule=judged.rule if judged else "",
        rule_version=judged.version if judged else None,
        until=until,
        said_by=said_by,
        recorded_by=actor.ref,
        recorded_at=at,
    )
    ledger.append(
        actor=actor,
        act="exchange.hold-recorded",
        about=case_ref or ref,
        facts={"hold": ref, "article": article, "party": party},
        at=at,
    )
    return hold


def _cases_by_number(told: Mapping[str, Any]) -> dict[str, str]:
    records = Record.objects.filter(
        source_file__subject=Subject.HELD,
        source_file__holder=told["by"],
        source_file__home=told["home"],
        own_id__in=[row["holder_id"] for row in told["held"]],
    ).select_related("membership__person")
    return {one.own_id: one.membership.person.case_ref for one in records}


def _key(hold: HoldShown) -> tuple[str, str, str, str]:
    return hold.holder_id, hold.article, hold.ground, hold.until


def _key_told(row: Mapping[str, str]) -> tuple[str, str, str, str]:
    return row["holder_id"], row["article"], row["ground"], partial(row["until"])


def owner_of(ref: str) -> str:
    """Return the owner of the key that seals a hold's reason and name."""
    return f"hold:{ref}"
