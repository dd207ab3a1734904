"""A whole run of ``propose``: two files in, a folder out, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from repatria.exchange.core.errors import TimeTooShortError
from repatria.exchange.core.rules import Rules
from repatria.exchange.engine.counter import counter, without_each
from repatria.exchange.engine.frontier import frontier
from repatria.exchange.engine.options import (
    AS_AGREED,
    AS_ASKED,
    WITHOUT,
    Change,
    Option,
    change,
)
from repatria.exchange.engine.own import read_own
from repatria.exchange.engine.proposal import Proposal, Status
from repatria.exchange.engine.propose import check, propose
from repatria.exchange.engine.reading.candidates import read_candidates
from repatria.exchange.engine.reading.counter import read_asked, read_before
from repatria.exchange.engine.reading.fits import check_fit
from repatria.exchange.engine.reading.rules import read_rules
from repatria.exchange.engine.reserves import Reserves, reserves
from repatria.exchange.engine.solving.solver import OutOfTimeError
from repatria.exchange.engine.why_not import WhyNot, why_not
from repatria.exchange.folders import (
    Run,
    in_json,
    refusals_in,
    whole,
    write,
    write_csv,
)
from repatria.exchange.report.render import delegation_html, internal_html
from repatria.exchange.report.why import why_as_json, why_in_words
from repatria.shared.text import mark as _
from repatria.shared.text import say

PROPOSAL, OPTIONS = "proposal.json", "options.json"
REASONS, RESERVES = "reasons.csv", "reserves.csv"
INTERNAL, DELEGATION = "internal.html", "delegation.html"
WHY = "why.json"
FILES = (PROPOSAL, OPTIONS, REASONS, RESERVES, INTERNAL, DELEGATION)


@dataclass(frozen=True, slots=True)
class Asked:
    """What else is asked of a run.

    ``seconds`` limits the time; ``why`` are ids of whom to say what the other way
    would cost; ``own`` is a file with what exchanges are worth to one party.
    """

    seconds: float | None = None
    why: tuple[str, ...] = ()
    own: Path | None = None


NOTHING_ELSE = Asked()


def propose_files(
    candidates: Path, rules: Path, out: Path, asked: Asked = NOTHING_ELSE
) -> Run:
    """Propose from two files and write everything to ``out``.

    Where the list or the rules are refused, ``proposal.json`` alone is written and
    says so, and the refusal is raised.
    """
    with refusals_in(out, (*FILES, WHY)):
        agreed = _rules(rules, asked.own)
        roster = read_candidates(candidates)
        check_fit(roster, agreed)
        proposal = propose(roster, agreed, seconds=asked.seconds)
        with _in_time():
            found = [why_not(proposal, one, asked.seconds) for one in asked.why]
        alternatives = frontier(proposal, seconds=asked.seconds)
    return _checked(proposal, alternatives, out, asked_about=found)


def counter_files(
    candidates: Path,
    rules: Path,
    out: Path,
    *,
    before: Path,
    asked: Path,
    seconds: float | None = None,
    own: Path | None = None,
) -> Run:
    """Answer a counter-proposal from files, and write everything to ``out``.

    ``before`` is the ``proposal.json`` of what stood before, ``asked`` what the other
    side asks.  The options are as it was, and the answer with who joins and who leaves;
    where there is none, what leaving out one thing that was asked would give.
    """
    with refusals_in(out, (*FILES, WHY)):
        roster = read_candidates(candidates)
        agreed = _rules(rules, own)
        check_fit(roster, agreed)
        earlier = read_before(before, roster, agreed)
        wish = read_asked(asked)
        with _in_time():
            found = counter(
                earlier, wanted=wish.wanted, unwanted=wish.unwanted, seconds=seconds
            )
    answer = found.proposal
    alternatives = [
        Option(Change("as-agreed", ((AS_AGREED, {}),)), earlier),
        Option(change("counter", AS_ASKED), answer),
    ]
    fewer = without_each(found, wanted=wish.wanted, unwanted=wish.unwanted)
    alternatives += [
        Option(change(f"without.{rule}", WITHOUT, rule=rule), one)
        for rule, one in fewer
    ]
    return _checked(answer, alternatives, out, compared_with=earlier)


def _rules(rules: Path, own: Path | None) -> Rules:
    agreed = read_rules(rules)
    return replace(agreed, own=read_own(own, agreed)) if own else agreed


@contextmanager
def _in_time() -> Iterator[None]:
    try:
        yield
    except OutOfTimeError as over:
        raise TimeTooShortError from over


def _checked(
    proposal: Proposal,
    alternatives: list[Option],
    out: Path,
    *,
    compared_with: Proposal | None = None,
    asked_about: Sequence[WhyNot] = (),
) -> Run:
    check(proposal)
    with whole(out, (*FILES, WHY)) as folder:
        _write_all(folder, proposal, alternatives, compared_with or proposal)
        if asked_about:
            told = [why_as_json(proposal, one) for one in asked_about]
            write(folder / WHY, in_json({"internal": True, "cases": told}))
    words = [_words(proposal)]
    words += [why_in_words(proposal, one) for one in asked_about]
    return Run(proposal.as_json(), "\n".join(words))


def reasons_table(proposal: Proposal) -> pl.DataFrame:
    """Return ``reasons.csv``: everybody's reason, in the language now spoken."""
    whys = proposal.pool.whys
    codes = [one.code.value for one in whys.known]
    said = [say(one.sentence, **dict(one.facts)) for one in whys.known]
    places = pl.Series(whys.at)
    return pl.DataFrame(
        {
            "id": proposal.pool.ids,
            "on": pl.Series(proposal.on).replace_strict(
                [True, False], ["yes", "no"], return_dtype=pl.String
            ),
            "code": pl.Series(codes, dtype=pl.String).gather(places),
            "reason": pl.Series(said, dtype=pl.String).gather(places),
        }
    )


def reserves_table(found: Reserves) -> pl.DataFrame:
    """Return ``reserves.csv``: who stands in for each who goes, or stays too."""
    answers = [
        (case, one.ready.value, one.stands_in, one.stays_too)
        for case, one in found.answers()
    ]
    columns = ["id", "ready", "stands_in", "stays_too"]
    schema = dict.fromkeys(columns, pl.String)
    return pl.DataFrame(answers, schema=schema, orient="row")


def _write_all(
    folder: Path, proposal: Proposal, alternatives: list[Option], base: Proposal
) -> None:
    told = [one.as_json(base) for one in alternatives]
    found = reserves(proposal)
    write(folder / PROPOSAL, in_json(proposal.as_json()))
    write(folder / OPTIONS, in_json({"internal": True, "options": told}))
    write(folder / INTERNAL, internal_html(proposal, alternatives, base, found))
    write(folder / DELEGATION, delegation_html(proposal))
    write_csv(folder / REASONS, reasons_table(proposal))
    write_csv(folder / RESERVES, reserves_table(found))


def _words(proposal: Proposal) -> str:
    if proposal.status is Status.INFEASIBLE:
        blocked = ", ".join(proposal.blocked_by)
        return say(
            _("Nobody: these rules cannot hold together: {rules}."), rules=blocked
        )
    return say(
        _("{go} persons go home, {left} are not proposed."),
        go=len(proposal.go),
        left=len(proposal.not_proposed),
    )
