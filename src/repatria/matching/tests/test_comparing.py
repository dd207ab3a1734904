"""Comparisons in an installation: from two lists to verdicts, decisions and replies."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.matching.core.refusals import (
    AlreadyUndoneError,
    NothingToConfirmError,
    NothingToUndoError,
    NotTheirListError,
    ReplyPayloadError,
    ReplyUnknownListError,
    SameListError,
)
from repatria.matching.core.verdicts import REASONS, RowFacts, verdict
from repatria.matching.tests.thresholds import signed_threshold
from repatria.shared.actors import Actor

pytestmark = pytest.mark.django_db
AT = datetime(2022, 11, 20, 8, 0, tzinfo=UTC)
HEADER = "No;Name;Born;Rank;Unit;Status\n"
# Sure, differing, dead on one list, only there, repeated; unreadable on the other.
HELD = HEADER + (
    "S1;Коваль Іван Петрович;09.05.1984;солдат;12 бр;\n"
    "S2;Мельник Ганна Іванівна;01.02.1990;сержант;7 бр;\n"
    "S3;Їжак Євген Юрійович;23.12.1979;капітан;12 бр;помер 03.2022\n"
    "S4;Самотній Омелян Тарасович;11.11.1991;солдат;3 бр;\n"
    "S5;Коваль Іван Петрович;09.05.1984;солдат;12 бр;\n"
)
MISSING = HEADER + (
    "N1;Koval Ivan Petrovych;1984-05-09;soldier;12 brigade;\n"
    "N2;Melnyk Hanna Ivanivna;1990-02-21;sergeant;7 brigade;\n"
    "N3;Yizhak Yevhen Yuriiovych;1979-12-23;captain;12 brigade;\n"
    "N4;Nobody Known Here;1970-01-01;private;99 brigade;\n"
    "N5;a;b;c;d;e;f;g;h;i;j\n"
)


@dataclass(frozen=True, slots=True)
class Office:
    """A matching officer with two lists that stand here."""

    actor: Actor
    folder: Path

    def take_in(self, content: str, *, sender: str, subject: str, **sides: str) -> Any:
        """Import a list."""
        from repatria.register.services import import_list

        path = self.folder / f"{sender}-{subject}.csv"
        path.write_text(content, encoding="utf-8")
        return import_list(
            actor=self.actor, path=path, name=path.name, sender=sender,
            subject=subject, said_on=date(2022, 11, 19), at=AT,
            **({"holder": "SUDMARK", "home": "NORLAND"} | sides),
        )  # fmt: skip

    def lists(self) -> tuple[Any, Any]:
        """Import the list of those held and the list of those missing."""
        return (
            self.take_in(MISSING, sender="north", subject="missing"),
            self.take_in(HELD, sender="south", subject="held"),
        )

    def compared(self) -> Any:
        """Import both lists and compare them."""
        return self.run(*self.lists())

    def allow(self, value: float = 0.9) -> Any:
        """Let somebody else set and sign a threshold."""
        return signed_threshold(value, organisation="agency", at=AT)

    def run(self, left: Any, right: Any) -> Any:
        """Compare two lists, as the worker would."""
        from repatria.matching import services

        asked = services.start_run(actor=self.actor, left=left, right=right, at=AT)
        return services.perform_run(asked.pk, at=AT)


@pytest.fixture
def office(as_agency: object, tmp_path: Path) -> Office:
    """The neutral agency's office, both parties registered and known."""
    del as_agency
    from repatria.register.services import register_party
    from repatria.transmission.models import Correspondent

    actor = Actor("command:test", frozenset({"matching-officer"}), "agency")
    for code in ("NORLAND", "SUDMARK"):
        register_party(actor=actor, code=code, names={"en": code.title()}, at=AT)
    for code, name in (("north", "Norland Bureau"), ("south", "Sudmark Bureau")):
        Correspondent.objects.create(code=code, name=name, added_at=AT)
    return Office(actor, tmp_path)


def _verdicts(run: Any, file: Any) -> dict[str, str]:
    from repatria.matching.models import RowVerdict

    rows = RowVerdict.objects.filter(run=run, record__source_file=file)
    return dict(rows.values_list("record__own_id", "verdict"))


def _pair(run: Any, own_id: str) -> Any:
    return run.pairs.filter(left__own_id=own_id).order_by("-probability").first()


def test_every_row_of_both_lists_gets_a_verdict(office: Office) -> None:
    run = office.compared()
    assert run.state == "done"
    missing, held = _verdicts(run, run.left), _verdicts(run, run.right)
    assert missing["N1"] == "same_on_both"
    assert missing["N2"] == "differs"
    assert missing["N3"] == "dead"
    assert missing["N4"] == "only_here"
    assert "needs_data" in missing.values()
    assert held["S3"] == "dead"
    assert held["S4"] == "only_here"
    assert sorted((held["S1"], held["S5"])) == ["duplicate", "same_on_both"]
    assert len(missing) == len(held) == 5


def test_the_job_does_what_was_asked_for(office: Office, settings: Any) -> None:
    from repatria.matching import services

    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    }
    left, right = office.lists()
    run = services.start_run(actor=office.actor, left=left, right=right, at=AT)
    run.refresh_from_db()
    assert run.state == "done"
    assert run.totals["totals"]["same"] >= 3


def test_a_run_that_is_done_stays_as_it_is(office: Office) -> None:
    from repatria.matching import services

    run = office.compared()
    pairs = list(run.pairs.values_list("pk", flat=True))
    services.perform_run(run.pk, at=AT)
    assert list(run.pairs.values_list("pk", flat=True)) == pairs


def test_a_run_that_breaks_says_so_and_keeps_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from repatria.matching import services
    from repatria.matching.models import Pair, Run
    from repatria.matching.services import runs

    def broken(*_args: object, **_more: object) -> None:
        raise MemoryError

    left, right = office.lists()
    run = services.start_run(actor=office.actor, left=left, right=right, at=AT)
    monkeypatch.setattr(runs, "compare", broken)
    with pytest.raises(MemoryError):
        services.perform_run(run.pk, at=AT)
    run.refresh_from_db()
    assert (run.state, run.fault) == ("failed", "MemoryError")
    assert not Pair.objects.exists()
    monkeypatch.undo()
    assert services.perform_run(run.pk, at=AT).state == Run.State.DONE


def test_a_list_is_not_compared_with_itself(office: Office) -> None:
    left, _right = office.lists()
    with pytest.raises(SameListError):
        office.run(left, left)


def test_the_stored_rows_give_what_the_files_give(office: Office) -> None:
    from repatria.matching.engine.link import link
    from repatria.matching.engine.tables import pairs_table
    from repatria.register.engine.intake import read_list

    run = office.compared()
    lists = [
        read_list(office.folder / name)
        for name in ("north-missing.csv", "south-held.csv")
    ]
    told = pairs_table(link(*lists)).sort("left_row", "right_row")
    kept = run.pairs.order_by("left__row", "right__row")
    assert list(kept.values_list("left__row", "right__row", "verdict")) == list(
        told.select("left_row", "right_row", "verdict").iter_rows()
    )
    shares = [pair.probability for pair in kept]
    assert shares == pytest.approx(told["probability"].to_list(), abs=1e-6)


def test_what_is_kept_of_a_pair_holds_no_value(office: Office) -> None:
    run = office.compared()
    said = json.dumps([pair.why for pair in run.pairs.all()], ensure_ascii=False)
    assert "Коваль" not in said
    assert "Koval" not in said
    assert "family" in said


def test_a_confirmation_says_how_many_before_and_is_taken_back_whole(
    office: Office,
) -> None:
    from repatria.matching import queries, services
    from repatria.matching.models import Confirmation
    from repatria.register.services import person_of

    run = office.compared()
    office.allow()
    before = queries.before_confirming(run, 0.9)
    count = services.confirm_above(actor=office.actor, run=run, threshold=0.9, at=AT)
    assert count == before.pairs >= 2
    pair = _pair(run, "N1")
    assert pair.answer == "same"
    assert person_of(pair.left) == person_of(pair.right)
    with pytest.raises(NothingToConfirmError):
        services.confirm_above(actor=office.actor, run=run, threshold=0.9, at=AT)
    batch = Confirmation.objects.get()
    assert (
        services.undo_confirmation(actor=office.actor, confirmation=batch, at=AT)
        == count
    )
    pair.refresh_from_db()
    assert pair.answer == ""
    assert person_of(pair.left) != person_of(pair.right)
    with pytest.raises(AlreadyUndoneError):
        services.undo_confirmation(actor=office.actor, confirmation=batch, at=AT)


def test_taking_a_batch_back_leaves_what_was_decided_since(office: Office) -> None:
    from repatria.matching import services
    from repatria.matching.models import Confirmation

    run = office.compared()
    office.allow()
    services.confirm_above(actor=office.actor, run=run, threshold=0.9, at=AT)
    pair = _pair(run, "N1")
    services.undo(actor=office.actor, pair=pair, at=AT)
    services.decide_different(actor=office.actor, pair=pair, at=AT)
    batch = Confirmation.objects.get()
    services.undo_confirmation(actor=office.actor, confirmation=batch, at=AT)
    pair.refresh_from_db()
    assert pair.answer == "different"


def test_a_batch_leaves_out_what_somebody_decided_otherwise(office: Office) -> None:
    from repatria.matching import services
    from repatria.register.services import person_of, separate

    run = office.compared()
    pair = _pair(run, "N1")
    office.allow()
    separate(actor=office.actor, left=pair.left, right=pair.right, reasons="", at=AT)
    services.confirm_above(actor=office.actor, run=run, threshold=0.9, at=AT)
    pair.refresh_from_db()
    assert pair.answer == ""
    assert person_of(pair.left) != person_of(pair.right)
    assert run.confirmations.get().left_out == 1


def test_answers_change_the_verdicts_of_both_rows_and_back(office: Office) -> None:
    from repatria.matching import services

    run = office.compared()
    pair = _pair(run, "N2")
    own = pair.right.own_id
    services.decide_different(actor=office.actor, pair=pair, at=AT)
    assert _verdicts(run, run.left)["N2"] == "only_here"
    assert _verdicts(run, run.right)[own] == "only_here"
    services.undo(actor=office.actor, pair=pair, at=AT)
    assert _verdicts(run, run.left)["N2"] == "differs"
    services.answer_needs_data(actor=office.actor, pair=pair, at=AT)
    assert _verdicts(run, run.left)["N2"] == "needs_data"
    services.answer_unsure(actor=office.actor, pair=pair, at=AT)
    services.decide_same(actor=office.actor, pair=pair, at=AT, reasons="same mother")
    assert _verdicts(run, run.right)[own] == "differs"
    assert pair.answers.count() == 5


def test_nobody_can_take_back_what_nobody_answered(office: Office) -> None:
    from repatria.matching import services

    run = office.compared()
    with pytest.raises(NothingToUndoError):
        services.undo(actor=office.actor, pair=_pair(run, "N1"), at=AT)


def test_a_decision_undone_on_the_persons_page_opens_the_pair_again(
    office: Office, django_capture_on_commit_callbacks: Any
) -> None:
    from repatria.matching import services
    from repatria.register import services as register

    run = office.compared()
    pair = _pair(run, "N1")
    decision = services.decide_same(actor=office.actor, pair=pair, at=AT).decision
    assert decision is not None
    with django_capture_on_commit_callbacks(execute=True):
        register.undo(actor=office.actor, decision=decision, at=AT)
    pair.refresh_from_db()
    assert pair.answer == ""
    assert [one.answer for one in pair.answers.all()] == ["same", ""]


def test_somebody_on_both_parties_lists_is_a_contradiction_for_a_person(
    office: Office,
) -> None:
    from repatria.matching import services

    left, _right = office.lists()
    turned = office.take_in(
        HELD.replace("S", "T"), sender="north", subject="held",
        holder="NORLAND", home="SUDMARK",
    )  # fmt: skip
    run = office.run(left, turned)
    assert run.opposite
    pair = _pair(run, "N1")
    assert "custody" in pair.differs
    assert _verdicts(run, left)["N1"] == "differs"
    office.allow(0.51)
    with pytest.raises(NothingToConfirmError):
        services.confirm_above(actor=office.actor, run=run, threshold=0.6, at=AT)


# --- Replies ---------------------------------------------------------------------


def test_a_reply_tells_each_row_one_word_and_no_value(office: Office) -> None:
    from repatria.matching import services

    run = office.compared()
    office.allow()
    services.confirm_above(actor=office.actor, run=run, threshold=0.9, at=AT)
    payload = services.reply_payload(run, run.left, said_on=AT.date())
    told = json.loads(payload)
    assert told["root"] == run.left.merkle_root
    words = {line.get("own_id"): line["verdict"] for line in told["rows"]}
    assert words["N1"] == "same_on_both"
    assert words["N4"] == "only_here"
    differing = next(line for line in told["rows"] if line.get("own_id") == "N2")
    assert differing["differs"] == ["birth_date"]
    for secret in ("Коваль", "Koval", "S1", "1990"):
        assert secret.encode() not in payload


def test_what_nobody_has_decided_goes_back_as_needing_data(office: Office) -> None:
    from repatria.matching import services

    run = office.compared()
    told = json.loads(services.reply_payload(run, run.left, said_on=AT.date()))
    words = {line.get("own_id"): line["verdict"] for line in told["rows"]}
    assert words["N1"] == "needs_data"


def test_a_reply_goes_to_the_sender_of_the_list_alone(office: Office) -> None:
    from repatria.matching import services

    run = office.compared()
    with pytest.raises(NotTheirListError):
        services.prepare_reply(
            actor=office.actor, run=run, file=run.left, to="south", at=AT
        )
    outgoing = services.prepare_reply(
        actor=office.actor, run=run, file=run.left, to="north", at=AT
    )
    assert (outgoing.kind, outgoing.to.code) == ("reply", "north")


def test_a_reply_is_received_row_by_row(office: Office) -> None:
    from repatria.matching import services

    run = office.compared()
    office.allow()
    services.confirm_above(actor=office.actor, run=run, threshold=0.9, at=AT)
    reply = services.receive_reply(
        actor=office.actor, sender="south", at=AT, transmission_ref="from-south-1",
        payload=services.reply_payload(run, run.left, said_on=AT.date()),
    )  # fmt: skip
    said = dict(reply.rows.values_list("record__own_id", "verdict"))
    assert said["N1"] == "same_on_both"
    assert len(said) == 5


@pytest.mark.parametrize(
    ("change", "by", "refusal"),
    [
        pytest.param(
            b'"root":"', b'"root":"0', ReplyUnknownListError, id="no such list"
        ),
        pytest.param(b"only_here", b"sold", ReplyPayloadError, id="no such verdict"),
        pytest.param(b'"row":1', b'"row":99', ReplyPayloadError, id="no such row"),
        pytest.param(b'"about":"list"', b'"about":"x"', ReplyPayloadError, id="about"),
        pytest.param(b'"row":2', b'"row":1', ReplyPayloadError, id="a row twice"),
        pytest.param(b"{", b"", ReplyPayloadError, id="no JSON"),
        pytest.param(b"{", b"[" * 100_000, ReplyPayloadError, id="too deep"),
    ],
)
def test_a_reply_that_cannot_be_is_refused_and_nothing_kept(
    office: Office, change: bytes, by: bytes, refusal: type[Exception]
) -> None:
    from repatria.matching import services
    from repatria.matching.models import ReplyRow

    run = office.compared()
    payload = services.reply_payload(run, run.left, said_on=AT.date())
    with pytest.raises(refusal):
        services.receive_reply(
            actor=office.actor, sender="south", payload=payload.replace(change, by),
            at=AT, transmission_ref="from-south-1",
        )  # fmt: skip
    assert not ReplyRow.objects.exists()


# --- Pages -------------------------------------------------------------------------

SignIn = Callable[..., Any]


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_comparison_is_asked_for_and_its_page_tells_how_far(
    office: Office, signed_in: SignIn
) -> None:
    from repatria.matching import services
    from repatria.matching.models import Run

    left, right = office.lists()
    client = signed_in("matching-officer")
    assert "No two lists have been compared" in _text(client.get("/runs/"))
    answer = client.post("/runs/", {"left": left.pk, "right": right.pk})
    run = Run.objects.get()
    assert answer["Location"] == f"/runs/{run.pk}/"
    waiting = _text(client.get(f"/runs/{run.pk}/"))
    assert 'http-equiv="refresh"' in waiting
    assert "You may close this page" in waiting
    services.perform_run(run.pk, at=AT)
    done = _text(client.get(f"/runs/{run.pk}/"))
    assert 'http-equiv="refresh"' not in done
    assert "pairs proposed as one person" in done
    assert "Same on both" in done


def test_proposals_that_nobody_has_decided_are_told_a_line_a_comparison(
    office: Office, signed_in: SignIn
) -> None:
    from repatria.matching.queries import waiting_proposals

    run = office.compared()
    office.allow()
    count = waiting_proposals()[run.pk]
    assert count > 1
    client = signed_in("matching-officer")
    words = f"{count} proposals of a comparison wait for a decision"
    today = _text(client.get("/"))
    assert today.count("of a comparison") == 1
    assert words in today
    assert f'href="/runs/{run.pk}/"' in today
    for address in ("/runs/", f"/runs/{run.pk}/"):
        assert "Proposals nobody has decided" in _text(client.get(address))
    client.post(f"/runs/{run.pk}/confirm/", {"threshold": "0.9"})
    assert waiting_proposals().get(run.pk, 0) < count
    assert words not in _text(client.get("/"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [(0.183, "fewer than one is"), (1.0, "about 1 are"), (12.433, "about 12 are")],
)
def test_how_many_are_expected_to_be_wrong_is_a_number_of_people(
    office: Office, signed_in: SignIn, wrong: float, said: str
) -> None:
    run = office.compared()
    run.totals["expected_wrong"] = wrong
    run.save()
    page = _text(signed_in("matching-officer").get(f"/runs/{run.pk}/"))
    assert f"Of the proposals {said} expected to be wrong." in page


def test_a_pair_is_answered_and_undone_on_its_page(
    office: Office, signed_in: SignIn
) -> None:
    run = office.compared()
    pair = _pair(run, "N2")
    client = signed_in("matching-officer")
    page = _text(client.get(f"/review/{pair.pk}/"))
    assert "Are these two the same person?" in page
    assert "Melnyk Hanna Ivanivna".split()[0] in page
    assert "Мельник" in page
    assert "Date of birth" in page
    done = client.post(
        f"/review/{pair.pk}/", {"answer": "same", "reasons": "a slip"}, follow=True
    )
    assert "Decided: one person" in _text(done)
    pair.refresh_from_db()
    assert pair.answer == "same"
    seen = pair.answers.last().pk
    client.post(f"/review/{pair.pk}/", {"answer": "undo", "seen": seen})
    pair.refresh_from_db()
    assert pair.answer == ""


def test_confirming_says_before_how_many(office: Office, signed_in: SignIn) -> None:
    run = office.compared()
    office.allow()
    client = signed_in("matching-officer")
    before = _text(client.get(f"/runs/{run.pk}/confirm/?threshold=0.9"))
    assert "What this does" in before
    done = client.post(f"/runs/{run.pk}/confirm/", {"threshold": "0.9"}, follow=True)
    assert "confirmed as one person" in _text(done)
    ref = run.confirmations.get().ref
    back = client.post(f"/confirmations/{ref}/undo/", follow=True)
    assert "Taken back" in _text(back)


def test_the_list_shows_verdicts_and_filters_by_them(
    office: Office, signed_in: SignIn
) -> None:
    run = office.compared()
    client = signed_in("agency-delegate")
    page = _text(client.get(f"/lists/{run.left_id}/"))
    assert "No row of the other list comes near" in page or "The nearest row" in page
    dead = _text(client.get(f"/lists/{run.left_id}/?verdict=dead"))
    assert "1 row of 5" in dead
    assert "Yizhak" in dead
    assert "Koval" not in dead


def test_a_reply_is_shown_before_it_is_prepared(
    office: Office, signed_in: SignIn
) -> None:
    from repatria.transmission.models import Outgoing

    run = office.compared()
    client = signed_in("agency-delegate")
    address = f"/runs/{run.pk}/reply/{run.left_id}/"
    assert "Exactly this would go back" in _text(client.get(address))
    assert not Outgoing.objects.exists()
    assert "is prepared" in _text(client.post(address, follow=True))
    assert Outgoing.objects.get().to.code == "north"


def test_reading_pairs_is_noted_for_both_persons(
    office: Office, signed_in: SignIn
) -> None:
    from repatria.ledger.models import Entry
    from repatria.register.queries import case_refs_of

    run = office.compared()
    pair = _pair(run, "N1")
    signed_in("matching-officer").get(f"/review/{pair.pk}/")
    last = Entry.objects.order_by("number").last()
    assert last is not None
    for ref in case_refs_of((pair.left_id, pair.right_id)).values():
        assert ref in last.body


@pytest.mark.parametrize(
    "role", ["administrator", "negotiator", "registrar", "auditor"]
)
def test_pages_of_decisions_are_not_there_for_others(
    office: Office, signed_in: SignIn, role: str
) -> None:
    run = office.compared()
    pair = _pair(run, "N1")
    client = signed_in(role)
    for address in (
        f"/review/{pair.pk}/",
        f"/runs/{run.pk}/review/",
        f"/runs/{run.pk}/confirm/?threshold=0.9",
    ):
        assert client.get(address).status_code == 404
    assert client.post(f"/review/{pair.pk}/", {"answer": "same"}).status_code == 404
    pair.refresh_from_db()
    assert pair.answer == ""


def test_an_auditor_sees_comparisons_and_starts_none(
    office: Office, signed_in: SignIn
) -> None:
    left, right = office.lists()
    client = signed_in("auditor")
    assert client.get("/runs/").status_code == 200
    told = {"left": left.pk, "right": right.pk}
    assert client.post("/runs/", told).status_code == 404


# --- The pure part -------------------------------------------------------------------

facts = st.builds(
    RowFacts,
    readable=st.booleans(),
    says_enough=st.booleans(),
    repeats=st.booleans(),
    fates=st.frozensets(st.sampled_from(["dead", "returned"])),
    paired=st.booleans(),
    differs=st.booleans(),
    in_question=st.integers(0, 3),
    near=st.booleans(),
)


@given(facts)
def test_every_row_has_a_verdict_and_a_reason_that_can_be_said(row: RowFacts) -> None:
    from repatria.matching.models import Verdict

    said, reason = verdict(row)
    assert said in Verdict.values
    assert reason in REASONS


def test_many_comparisons_ask_the_database_no_more_often_than_one(
    office: Office, signed_in: SignIn, queries_for: Callable[[Any, str], int]
) -> None:
    left, right = office.lists()
    office.run(left, right)
    reader = signed_in("matching-officer")
    few = queries_for(reader, "/runs/")
    for _again in range(3):
        office.run(left, right)
    assert queries_for(reader, "/runs/") == few
