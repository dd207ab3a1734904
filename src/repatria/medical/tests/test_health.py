"""Health: stated by somebody, sealed, and read for assigned cases alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from repatria.ledger.models import Entry
from repatria.medical import queries, services
from repatria.medical.core.errors import EndsBeforeItBeginsError, NobodySaidSoError
from repatria.medical.models import DeniedCare, HealthStatement
from repatria.medical.queries.facts import known_health
from repatria.register.models import Record
from repatria.register.services.lists import import_list
from repatria.register.services.parties import register_party
from repatria.shared.actors import Actor

pytestmark = pytest.mark.django_db

AT = datetime(2022, 11, 25, 9, tzinfo=UTC)
DOCTOR = Actor(ref="command:test", roles=frozenset({"clinician"}), organisation="north")


@pytest.fixture
def case(as_party: object, tmp_path: Path) -> str:
    """Somebody whom the register knows."""
    del as_party
    for code in ("NORLAND", "SUDMARK"):
        register_party(actor=DOCTOR, code=code, names={"en": code.title()}, at=AT)
    path = tmp_path / "missing.csv"
    path.write_text("id,surname,given name\nM-1,Abrel,Ostin\n", encoding="utf-8")
    import_list(
        actor=DOCTOR, path=path, name=path.name, sender="north", subject="missing",
        holder="SUDMARK", home="NORLAND", said_on=date(2022, 11, 20), at=AT,
    )  # fmt: skip
    return Record.objects.get().membership.person.case_ref


def test_statements_stand_beside_each_other_newest_first(case: str) -> None:
    for said_by, said_on, seriously in (
        ("camp doctor", "2022-07", None),
        ("commission doctor", "2022-11-24", True),
        ("the person", "", False),
    ):
        services.state_health(
            actor=DOCTOR, case_ref=case, said_by=said_by, said_on=said_on,
            seriously=seriously, category="sick", text="a failing heart", at=AT,
        )  # fmt: skip
    told = queries.health_of(case)
    assert [one.said_by for one in told] == [
        "commission doctor",
        "camp doctor",
        "the person",
    ]
    assert [one.seriously for one in told] == [True, None, False]
    counts = known_health(case)
    assert counts.facts["seriously_wounded_or_sick"] is True
    assert counts.because["seriously_wounded_or_sick"] == told[0].ref
    assert counts.facts["fit_to_travel"] is None


def test_what_is_stated_lies_sealed_and_is_in_no_entry_of_the_ledger(case: str) -> None:
    services.state_health(
        actor=DOCTOR, case_ref=case, said_by="camp doctor", category="sick",
        text="CANARY asthma", seriously=True, at=AT,
    )  # fmt: skip
    services.state_denied_care(
        actor=DOCTOR, case_ref=case, condition="CANARY heart", said_by="the person",
        duration_said="four months", at=AT,
    )  # fmt: skip
    stored = bytes(HealthStatement.objects.get().sealed_statement)
    stored += bytes(DeniedCare.objects.get().sealed_condition)
    assert b"CANARY" not in stored
    assert b"sick" not in stored
    assert not Entry.objects.filter(body__contains="CANARY").exists()
    assert not Entry.objects.filter(body__contains="sick").exists()


def test_four_months_stay_four_months_and_no_date_is_worked_out(case: str) -> None:
    services.state_denied_care(
        actor=DOCTOR, case_ref=case, condition="heart problems", said_by="the person",
        duration_said="four months", said_on="2022-11-24", at=AT,
    )  # fmt: skip
    (told,) = queries.denied_care_of(case)
    assert (told.duration_said, told.began, told.ended) == ("four months", "", "")


def test_denied_care_may_be_stated_of_somebody_nobody_named(case: str) -> None:
    del case
    denied = services.state_denied_care(
        actor=DOCTOR, condition="heart problems", said_by="one of the servicemen",
        source_ref="P-00000000", at=AT,
    )  # fmt: skip
    assert denied.case_ref == ""
    assert queries.denied_care(denied).source_ref == "P-00000000"


def test_a_statement_without_anybody_who_makes_it_is_refused(case: str) -> None:
    with pytest.raises(NobodySaidSoError):
        services.state_health(actor=DOCTOR, case_ref=case, said_by=" ", at=AT)


@pytest.mark.parametrize(
    ("began", "ended", "sound"),
    [
        pytest.param("2022-07", "2022-07-03", True, id="a month and a day in it"),
        pytest.param("2022-08", "2022-07", False, id="the month before"),
        pytest.param("", "2022-07", True, id="beginning unknown"),
        pytest.param("2022", "", True, id="end unknown"),
    ],
)
def test_an_interval_may_be_open_and_never_ends_before_it_begins(
    case: str, began: str, ended: str, *, sound: bool
) -> None:
    def state() -> DeniedCare:
        return services.state_denied_care(
            actor=DOCTOR, case_ref=case, condition="heart", said_by="the person",
            began=began, ended=ended, at=AT,
        )  # fmt: skip

    if sound:
        assert (state().began, state().ended) == (began, ended)
    else:
        with pytest.raises(EndsBeforeItBeginsError, match="2022-08"):
            state()


def test_a_doctor_reads_and_states_only_where_the_case_is_assigned(
    case: str,
    signed_in: Callable[..., Any],
    case_assigned: Callable[..., None],
) -> None:
    doctor, colleague = signed_in("clinician"), signed_in("commission-doctor")
    case_assigned(doctor.user, case)
    address = f"/health/{case}/"
    assert doctor.get(address).status_code == 200
    answer = doctor.post(
        f"{address}state/",
        {
            "said_by": "clinician", "said_on": "November 2022", "category": "sick",
            "seriously": "yes", "fit_to_travel": "unknown", "text": "a failing heart",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    page = doctor.get(address).content.decode()
    assert "a failing heart" in page
    assert "2022-11" in page
    refused, nothing = colleague.get(address), colleague.get("/health/R-00000000/")
    assert refused.status_code == nothing.status_code == 404
    assert doctor.get("/health/").content.decode().count(case) >= 1
    assert case not in colleague.get("/health/").content.decode()


@pytest.mark.parametrize(
    "role", ["negotiator", "registrar", "administrator", "auditor", "family-liaison"]
)
def test_others_find_no_health_on_any_page(
    case: str, signed_in: Callable[..., Any], role: str
) -> None:
    services.state_health(
        actor=DOCTOR, case_ref=case, said_by="camp doctor", text="CANARY asthma", at=AT
    )
    client = signed_in(role)
    for address in ("/health/", f"/health/{case}/", f"/health/{case}/state/"):
        assert client.get(address).status_code == 404
    person = client.get(f"/persons/{case}/")
    assert "CANARY" not in person.content.decode()


def test_a_form_says_what_is_missing_and_keeps_what_was_written(
    case: str, signed_in: Callable[..., Any], case_assigned: Callable[..., None]
) -> None:
    doctor = signed_in("clinician")
    case_assigned(doctor.user, case)
    answer = doctor.post(
        f"/health/{case}/denied-care/",
        {"condition": "heart", "modality": "said", "said_by": "", "began": "soon"},
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "No date could be read" in page
    assert 'value="heart"' in page
    assert not DeniedCare.objects.exists()


def test_looking_at_a_health_file_is_on_the_ledger(
    case: str, signed_in: Callable[..., Any], case_assigned: Callable[..., None]
) -> None:
    doctor = signed_in("clinician")
    case_assigned(doctor.user, case)
    doctor.get(f"/health/{case}/")
    last = Entry.objects.order_by("number").last()
    assert last is not None
    assert case in last.body
    assert "medical:case" in last.body


def test_thirty_cases_ask_the_database_no_more_often_than_three(
    as_party: object,
    signed_in: Callable[..., Any],
    case_assigned: Callable[[Any, str], None],
    queries_for: Callable[[Any, str], int],
    tmp_path: Path,
) -> None:
    del as_party
    for code in ("NORLAND", "SUDMARK"):
        register_party(actor=DOCTOR, code=code, names={"en": code.title()}, at=AT)
    path = tmp_path / "missing.csv"
    rows = "".join(f"M-{n},Abrel,Ostin {n}\n" for n in range(30))
    path.write_text(f"id,surname,given name\n{rows}", encoding="utf-8")
    import_list(
        actor=DOCTOR, path=path, name=path.name, sender="north", subject="missing",
        holder="SUDMARK", home="NORLAND", said_on=date(2022, 11, 20), at=AT,
    )  # fmt: skip
    refs = [record.membership.person.case_ref for record in Record.objects.all()]
    reader = signed_in("clinician")

    def entrust(cases: list[str]) -> None:
        for each in cases:
            case_assigned(reader.user, each)
            services.state_health(actor=DOCTOR, case_ref=each, said_by="she", at=AT)
            services.state_denied_care(
                actor=DOCTOR, case_ref=each, said_by="she", condition="asthma", at=AT
            )

    entrust(refs[:3])
    few = queries_for(reader, "/health/")
    entrust(refs[3:])
    assert queries_for(reader, "/health/") == few
