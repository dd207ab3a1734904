"""What is known of somebody's health, as facts that the rules of law ask for.

For the rooms that decide by rules: an agency's proposal asks here who goes first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from repatria.medical.core.commission import GROUND_WORDS, Vote
from repatria.medical.core.strength import Known, Strength, Word, known
from repatria.medical.core.words import Category
from repatria.medical.queries.commissions import Examined, examined_under
from repatria.medical.queries.diagnoses import Diagnosed, diagnosed_under
from repatria.medical.queries.statements import Health, health_said
from repatria.register.queries import numbers_of
from repatria.rulebook.core.rule import Fact
from repatria.rulebook.load import load_rule

SERIOUS, FIT = "seriously_wounded_or_sick", "fit_to_travel"
DIMINISHED, MANIFEST = "fitness_gravely_diminished", "manifestly_serious_case"
# Of a diagnosis the rules of exchange hear these; which line it was, they do not.
_TOLD = (
    *(SERIOUS, FIT, DIMINISHED, "incurable", "recovery_months", "needs_treatment"),
    *("recovered", "diminished_permanently", "faster_recovery_in_neutral_country"),
    *("captivity_threatens_health", "threat_gone_in_neutral_country"),
)


def words_by_number(numbers: Collection[str] | None = None) -> dict[str, list[Word]]:
    """Return what is said about health, by the number under which it was said.

    Of these ``numbers``, or of everybody.  ``core.strength.known`` tells what counts
    of it: a commission's decision before a doctor's word, that before a paper's.
    """
    found: dict[str, list[Word]] = {}
    told = (
        _stated(health_said(numbers)),
        _diagnosed(diagnosed_under(numbers)),
        _decided(examined_under(numbers)),
    )
    for words in told:
        for case_ref, word in words:
            found.setdefault(case_ref, []).append(word)
    return found


def known_health(case_ref: str) -> Known:
    """Return what counts of what is said about one person's health."""
    words = words_by_number([case_ref, *numbers_of(case_ref)])
    return known(word for said in words.values() for word in said)


Said = Iterator[tuple[str, Word]]


def _stated(said: Iterable[Health]) -> Said:
    for one in said:
        seriously = one.seriously
        if seriously is None and one.category == Category.SERIOUSLY_WOUNDED:
            seriously = True
        strength = Strength.PAPER if one.source_ref else Strength.DOCTOR
        facts = {SERIOUS: seriously, FIT: one.fit_to_travel}
        yield one.case_ref, Word(one.ref, strength, one.said_on, facts)


def _diagnosed(said: Iterable[Diagnosed]) -> Said:
    """Yield what doctors found; a case beyond question is a serious one (II (2))."""
    for one in said:
        facts = {fact: one.facts.get(fact) for fact in _TOLD}
        if one.is_manifest:
            facts |= {SERIOUS: True, MANIFEST: True}
        yield one.case_ref, Word(one.ref, Strength.DOCTOR, one.said_on, facts)


def _decided(examined: Iterable[Examined]) -> Said:
    """Yield what the commissions decided; a later examination decides nothing yet."""
    for one in examined:
        facts: dict[str, Fact | None] = {FIT: one.fit_to_travel}
        removes: tuple[str, ...] = ()
        if one.decision is Vote.REPATRIATE:
            facts |= {SERIOUS: True, **_claims(one.ground)}
        elif one.decision is Vote.REFUSE:
            # Not that the person is well: only that no ground of article 110 is met.
            facts[DIMINISHED], removes = False, tuple(GROUND_WORDS)
        else:
            continue
        on = one.sitting.on.isoformat()
        yield one.case_ref, Word(one.ref, Strength.COMMISSION, on, facts, removes)


def _claims(ground: str) -> Mapping[str, Fact | None]:
    """Return the plain claims that a named ground contains; no number is made up."""
    if not ground:
        return {}
    conditions = load_rule(ground).conditions
    return {
        one.fact: one.value
        for one in conditions
        if one.is_claim and not isinstance(one.value, tuple)
    }
