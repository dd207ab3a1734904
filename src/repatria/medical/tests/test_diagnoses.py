"""A diagnosis by the lines of Annex I: listed, or the commission decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from repatria.ledger.models import Entry
from repatria.medical import erasing, services
from repatria.medical.core.diagnosis import PARTS, lines_to_ask, questions_of
from repatria.medical.core.errors import NoSuchLineError
from repatria.medical.models import Diagnosis
from repatria.medical.queries.diagnoses import diagnoses_of_each, judged
from repatria.medical.queries.facts import known_health
from repatria.medical.tests.conftest import AT, DOCTOR
from repatria.medical.tests.sittings import a_commission, put, sat, vote
from repatria.rulebook.annex import annex_lines
from repatria.rulebook.core.rule import Answer, Fact, Facts, Kind

NEW = {"condition_from_before_the_war": False, "served_after_the_injury": False}
OPEN = (
    "amputated totally_blind_or_deaf open_tuberculosis_of_the_lungs mental_disorder "
    "malignant_growth condition_from_before_the_war condition_became_worse "
    "served_after_the_injury seriously_wounded_or_sick fit_to_travel incurable "
    "fitness_gravely_diminished needs_treatment recovered diminished_permanently "
    "faster_recovery_in_neutral_country captivity_threatens_health "
    "threat_gone_in_neutral_country"
)
OLD = {"condition_from_before_the_war": True, "served_after_the_injury": False}


def line(name: str) -> str:
    return f"geneva3.annex1.{name}"


@pytest.mark.parametrize(
    ("lines", "facts", "listed"),
    [
        pytest.param(["IA3l"], NEW | {"diabetes": True, "insulin_needed": True}, True,
                     id="diabetes that needs insulin"),
        pytest.param(["IA3l"], NEW | {"diabetes": True, "insulin_needed": False}, False,
                     id="diabetes that needs none"),
        pytest.param(["IA3l"], NEW | {"diabetes": True}, False, id="nobody knows"),
        pytest.param(["IA3l"], {"diabetes": True, "insulin_needed": True}, False,
                     id="nobody said whether it is older than the war"),
        pytest.param(["IA3g"],
                     OLD | {"epilepsy_verified_by_camp_doctor": True,
                            "condition_became_worse": False}, False,
                     id="epilepsy of before the war, the same"),
        pytest.param(["IA3g"],
                     OLD | {"epilepsy_verified_by_camp_doctor": True,
                            "condition_became_worse": True}, True,
                     id="epilepsy of before the war, worse"),
        pytest.param([], NEW, False, id="no line names it"),
        pytest.param(["IA2h"], NEW | {"nerve_damage_as_loss_of_hand_or_foot": True,
                                      "nerve_cure_after_injury_months": 18,
                                      "radial_nerve_injured": True}, False,
                     id="the radial nerve alone"),
        pytest.param(["IA2h"], NEW | {"nerve_damage_as_loss_of_hand_or_foot": True,
                                      "nerve_cure_after_injury_months": 18,
                                      "radial_nerve_injured": True,
                                      "ulnar_nerve_injured": True}, True,
                     id="the radial with the ulnar nerve"),
    ],
)  # fmt: skip
def test_the_lines_list_somebody_or_leave_it_to_the_commission(
    lines: list[str], facts: Facts, *, listed: bool
) -> None:
    assert judged([line(one) for one in lines], facts).is_listed is listed


def test_several_conditions_none_of_which_is_enough_are_judged_together() -> None:
    facts = NEW | {"spinal_cord_injured": False, "projectile_in_the_heart": False}
    both = [line("IA2a"), line("IA2g")]
    assert judged(both, facts).together
    assert not judged(both[:1], facts).together
    assert not judged(both, facts | {"spinal_cord_injured": True}).together


def test_a_case_beyond_question_is_one_whatever_line_is_chosen() -> None:
    assert judged([], {"amputated": True}).manifest is Answer.YES
    assert judged([], {}).manifest is Answer.UNKNOWN


def test_what_keeps_from_a_neutral_country_is_asked_for_that_country_alone() -> None:
    def asked(name: str) -> set[str]:
        rules = lines_to_ask(annex_lines(), [line(name)])
        return {one.fact for one in questions_of(rules)}

    assert "chronic_psychosis_verified" in asked("IB5")
    assert "chronic_psychosis_verified" not in asked("IA3l")
    for name in ("IB5", "IA3l"):
        assert {"amputated", "condition_from_before_the_war"} <= asked(name)


_LINES = [one.id for one in annex_lines() if one.part in PARTS]
_ANSWERS: dict[Kind, st.SearchStrategy[Fact | None]] = {
    Kind.CLAIM: st.none() | st.booleans(),
    Kind.NUMBER: st.none() | st.floats(0, 100),
    Kind.WORD: st.none(),
}


@given(st.data())
def test_nobody_is_ever_refused(data: st.DataObject) -> None:
    lines = data.draw(st.lists(st.sampled_from(_LINES), max_size=4, unique=True))
    asked = questions_of(lines_to_ask(annex_lines(), lines))
    facts = {one.fact: data.draw(_ANSWERS[one.kind]) for one in asked}
    found = judged(lines, facts)
    outcomes = {one.outcome for one in found.findings}
    assert not any("refuse" in outcome for outcome in outcomes)
    in_another_order = judged(lines[::-1], facts)
    assert in_another_order == found
    unknown = judged(lines, {})
    assert not unknown.is_listed
    for one in unknown.findings:
        assert one.answer is Answer.UNKNOWN


# --- Recording ------------------------------------------------------------------

db = pytest.mark.django_db


def diagnose(case_ref: str, facts: Facts, *lines: str, **more: Any) -> Diagnosis:
    return services.record_diagnosis(
        actor=DOCTOR, case_ref=case_ref, said_by="camp doctor", facts=facts,
        lines=[line(one) for one in lines], said_on="2022-10", at=AT, **more,
    )  # fmt: skip


@db
def test_a_diagnosis_lies_sealed_with_the_version_of_each_rule(
    cases: list[str],
) -> None:
    facts = NEW | {"malignant_growth": True}
    row = diagnose(cases[0], facts, "IA3r", words="CANARY growth")
    sealed = bytes(row.sealed_found)
    said = "".join(Entry.objects.values_list("body", flat=True))
    for word in ("CANARY", "IA3r", "malignant"):
        assert word.encode() not in sealed
        assert word not in said
    [one] = diagnoses_of_each(cases[:1])[cases[0]]
    assert (one.is_listed, one.is_manifest) == (True, True)
    told = {each["rule"]: each["version"] for each in one.found["findings"]}
    assert told[line("IA3r")] == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Diagnosis.objects.update(said_by="another")
    services.take_back_diagnosis(actor=DOCTOR, diagnosis=row, reason="mixed up", at=AT)
    assert diagnoses_of_each(cases[:1])[cases[0]] == []
    diagnose(cases[0], facts, "IA3r")
    assert erasing.let_go(records=[], case_refs=cases[:1], at=AT) == 2
    assert diagnoses_of_each(cases[:1])[cases[0]] == []


@db
def test_a_line_that_is_none_is_refused_and_nothing_is_written(
    cases: list[str],
) -> None:
    with pytest.raises(NoSuchLineError, match="IA9z"):
        diagnose(cases[0], NEW, "IA9z")
    assert not Diagnosis.objects.exists()


@db
def test_a_case_beyond_question_and_what_a_doctor_knows_reach_the_rules(
    cases: list[str],
) -> None:
    diagnose(cases[0], {"amputated": True, "fit_to_travel": None})
    diagnose(cases[1], {"recovery_months": 18.0, "needs_treatment": True})
    first, second = known_health(cases[0]).facts, known_health(cases[1]).facts
    assert first["seriously_wounded_or_sick"] is True
    assert first["manifestly_serious_case"] is True
    assert first["fit_to_travel"] is None
    assert (second["recovery_months"], second["needs_treatment"]) == (18.0, True)
    assert second["seriously_wounded_or_sick"] is None
    assert "amputated" not in first


@db
def test_a_doctors_word_is_weaker_than_the_commissions_whenever_it_was_said(
    cases: list[str],
) -> None:
    vote(
        put(sat(a_commission()), cases[0]), *["repatriate"] * 3, fit_to_travel=False,
        ground="geneva3.art110.1.1",
    )  # fmt: skip
    diagnose(cases[0], {"incurable": False, "fit_to_travel": True, "recovered": True})
    counts = known_health(cases[0])
    assert counts.facts["incurable"] is True
    assert counts.facts["fit_to_travel"] is False
    assert counts.facts["recovered"] is True


# --- Pages ----------------------------------------------------------------------


@db
def test_lines_are_chosen_facts_told_and_what_the_rules_answer_is_shown(
    doctor: Client, cases: list[str], signed_in: Callable[..., Client]
) -> None:
    address = f"/health/{cases[0]}/diagnosis/"
    assert "IA3l" in doctor.get(address).content.decode()
    chosen = {"line": [line("IA3l"), line("IA3r")]}
    page = doctor.post(address, chosen).content.decode()
    for words in ("Insulin is needed", "There is a malignant growth", "A foot is lost"):
        assert (words in page) is (words != "A foot is lost")
    known = dict.fromkeys(OPEN.split(), "unknown")
    told = chosen | known | {"diabetes": "yes", "insulin_needed": "yes", "keep": "1"}
    missing = doctor.post(address, told)
    assert missing.status_code == 422
    told |= {"said_by": "camp doctor", "condition_from_before_the_war": "no",
             "served_after_the_injury": "no", "recovery_months": "-3"}  # fmt: skip
    assert doctor.post(address, told).status_code == 422
    told |= {"recovery_months": ""}
    answer = doctor.post(address, told)
    assert answer.status_code == 302, answer.content.decode()
    page = doctor.get(f"/health/{cases[0]}/").content.decode()
    assert "Listed" in page
    assert f"{line('IA3l')} v1" in page
    change = doctor.post(address, chosen | {"change": "1"}).content.decode()
    assert change.count("checked") == 2
    held = f"/health/diagnoses/{Diagnosis.objects.get().ref}/take-back/"
    assert signed_in("clinician").get(held).status_code == 404
    assert doctor.post(held, {"reason": "mixed up"}).status_code == 302
    assert "v1" not in doctor.get(f"/health/{cases[0]}/").content.decode()
