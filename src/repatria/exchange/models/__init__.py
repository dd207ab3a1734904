"""Exchanges, their lists and what parties say of them; wishes, holds and counts."""

from repatria.exchange.models.destinations import (
    Destination,
    DestinationTakenBack,
)
from repatria.exchange.models.exchanges import (
    CountClaim,
    Exchange,
    ExchangeEvent,
    Hold,
    HoldEnd,
    InterviewsEvent,
    ListEntry,
    ListReasons,
    ListSignature,
    ListVersion,
    Outcome,
    Round,
    Wish,
)
from repatria.exchange.models.lots import LotCall, LotEvent, LotWord
from repatria.exchange.models.positions import (
    Counter,
    CounterAnswer,
    EntryAnswer,
)
from repatria.exchange.models.rules import RulesVersion

__all__ = [
    "CountClaim",
    "Counter",
    "CounterAnswer",
    "Destination",
    "DestinationTakenBack",
    "EntryAnswer",
    "Exchange",
    "ExchangeEvent",
    "Hold",
    "HoldEnd",
    "InterviewsEvent",
    "ListEntry",
    "ListReasons",
    "ListSignature",
    "ListVersion",
    "LotCall",
    "LotEvent",
    "LotWord",
    "Outcome",
    "Round",
    "RulesVersion",
    "Wish",
]
