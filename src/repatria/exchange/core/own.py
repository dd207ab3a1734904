"""What exchanges are worth to one party, by its own account.  Private to that party."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from repatria.exchange.core.candidate import Candidate


@dataclass(frozen=True)
class Valuation:
    """What people are worth to ``party``: what it gets is to be worth what it gives.

    A person is worth what stands beside his case, else his rank, else his category,
    else ``other``.  ``consideration`` says what else is worth, by its name.
    Whoever goes outside parity is not counted: article 109 asks for no price.
    """

    party: str
    case: Mapping[str, int] = field(default_factory=dict)
    rank: Mapping[str, int] = field(default_factory=dict)
    category: Mapping[str, int] = field(default_factory=dict)
    other: int = 1
    consideration: Mapping[str, int] = field(default_factory=dict)

    @property
    def rule(self) -> str:
        """The name under which it stands in the way."""
        return f"valuations.{self.party}"

    def worth(self, one: Candidate) -> int:
        """Return what one person is worth.

        >>> mine = Valuation("North", rank={"captain": 6}, case={"n7": 40})
        >>> someone = Candidate(id="n7", holder="South", home="North", rank="captain")
        >>> mine.worth(someone)
        40
        """
        by_case = self.case.get(one.id)
        if by_case is not None:
            return by_case
        by_category = self.category.get(one.category, self.other)
        return self.rank.get(one.rank, by_category)
