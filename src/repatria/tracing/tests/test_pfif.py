"""PFIF 1.4 in and out: nothing read that may harm, nothing given that nobody gave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.access import exports, restricted, vault
from repatria.access.core.errors import ExportNotReadyError
from repatria.ledger.models import Entry
from repatria.shared.actors import Actor
from repatria.tracing import doors, queries, services
from repatria.tracing.core.errors import (
    NothingConsentedError,
    PfifUnreadableError,
)
from repatria.tracing.core.pfif import (
    NAMESPACE,
    PERSON_FIELDS,
    faults_of,
    person_fields,
    sought_in,
)
from repatria.tracing.core.sought import Sought
from repatria.tracing.engine.pfif import clean, read_pfif, write_pfif
from repatria.tracing.models import Arrival, TracingRequest
from repatria.tracing.services.pfif import Taken
from repatria.tracing.tests.conftest import AT

WHY = {"purpose": "other", "recipient": "The Lake register"}
SECOND = Actor("user:700008", frozenset({"registrar"}), "north")
NOTE = """<pfif:note><pfif:note_record_id>other.example/n.1</pfif:note_record_id>
<pfif:author_name>Marko</pfif:author_name><pfif:source_date>2022-11-01T00:00:00Z</pfif:source_date>
<pfif:status>{status}</pfif:status><pfif:text>Seen in May.</pfif:text></pfif:note>"""


def person(
    number: int = 1, *, expiry: str = "", more: str = "", name: str = "Ivan Kovalenko"
) -> str:
    until = f"<pfif:expiry_date>{expiry}</pfif:expiry_date>" if expiry else ""
    given, _space, family = name.partition(" ")
    return f"""<pfif:person>
<pfif:person_record_id>other.example/p.{number}</pfif:person_record_id>{until}
<pfif:author_name>Olha Kovalenko</pfif:author_name>
<pfif:author_phone>+000 555 0101</pfif:author_phone>
<pfif:source_date>2022-10-01T09:00:00Z</pfif:source_date>
<pfif:full_name>{name}</pfif:full_name><pfif:given_name>{given}</pfif:given_name>
<pfif:family_name>{family}</pfif:family_name>
<pfif:date_of_birth>1990-05-09</pfif:date_of_birth>{more}
</pfif:person>"""


def document(*inside: str) -> bytes:
    whole = f'<pfif:pfif xmlns:pfif="{NAMESPACE}">\n{"".join(inside)}</pfif:pfif>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}'.encode()


@pytest.fixture
def take(liaison: Actor) -> Callable[..., Taken]:
    """Return what takes in a document."""

    def taken(*inside: str, at: datetime = AT) -> Taken:
        return services.import_pfif(
            actor=liaison, content=document(*inside), name="other.xml", at=at
        )

    return taken


Take = Callable[..., Taken]


def test_a_record_becomes_a_request_whose_source_is_that_register(take: Take) -> None:
    taken = take(person(), person(2, name="Petro Bondar"))
    assert len(taken.new) == 2
    asked = TracingRequest.objects.get(ref=taken.new[0])
    arrival = asked.arrivals.get()
    assert (arrival.channel, arrival.repository) == ("pfif", "other.example")
    assert queries.sought_in(asked).family == "Kovalenko"
    assert queries.name_of_requester(asked.requester) == "Olha Kovalenko"
    assert queries.last_check(asked.requester) is None


def test_what_is_not_of_pfif_is_kept_verbatim_and_sealed(take: Take) -> None:
    more = '<x:tattoo xmlns:x="urn:other">a swallow</x:tattoo>'
    taken = take(person(more=more))
    assert taken.unknown == {"tattoo"}
    asked = TracingRequest.objects.get()
    arrival = asked.arrivals.get()
    assert b"swallow" not in bytes(arrival.sealed_verbatim)
    owner, place = asked.requester.owner, f"arrival:{asked.ref}"
    assert "a swallow" in vault.open_text(owner, place, bytes(arrival.sealed_verbatim))


def test_the_same_record_again_is_noted_and_made_no_second_request(take: Take) -> None:
    take(person())
    assert len(take(person()).again) == 1
    assert TracingRequest.objects.count() == 1
    assert Arrival.objects.count() == 2


def test_a_withdrawn_request_is_stopped_when_its_list_comes_again(
    take: Take, liaison: Actor
) -> None:
    take(person())
    services.withdraw_request(
        actor=liaison, request=TracingRequest.objects.get(), said_by="requester",
        cause="removal", at=AT, forget=True,
    )  # fmt: skip
    for again in (person(), person(7)):  # the same number; another number
        taken = take(again, person(2, name="Petro Bondar"))
        assert len(taken.stopped) == 1
    assert TracingRequest.objects.count() == 2
    stopped = Arrival.objects.filter(request=None)
    assert {each.own_id for each in stopped} == {""}
    assert {bytes(each.sealed_verbatim) for each in stopped} == {b""}


def test_a_record_whose_time_is_over_is_not_kept_and_ours_goes(
    take: Take, liaison: Actor
) -> None:
    take(person(expiry="2022-12-24T00:00:00Z"))
    assert take(person(3, expiry="2022-11-01T00:00:00Z")).new == []
    assert services.end_those_over(actor=liaison, at=AT) == []
    asked = TracingRequest.objects.get()
    assert services.end_those_over(actor=liaison, at=AT + timedelta(days=60)) == [
        asked.ref
    ]
    asked.refresh_from_db()
    assert queries.is_withdrawn(asked)
    assert bytes(asked.sealed_sought) == b""
    assert services.end_those_over(actor=liaison, at=AT + timedelta(days=90)) == []


def test_a_placeholder_erases_what_we_kept(take: Take) -> None:
    take(person())
    gone = (
        "<pfif:person><pfif:person_record_id>other.example/p.1</pfif:person_record_id>"
        "<pfif:source_date>2022-11-19T00:00:00Z</pfif:source_date>"
        "<pfif:expiry_date>2022-11-19T00:00:00Z</pfif:expiry_date></pfif:person>"
    )
    assert len(take(gone).ended) == 1
    assert bytes(TracingRequest.objects.get().sealed_sought) == b""


def test_notes_are_kept_once_and_decide_nothing(take: Take) -> None:
    one = person(more=NOTE.format(status="is_note_author"))
    assert take(one).notes == 1
    assert take(one).notes == 0
    asked = TracingRequest.objects.get()
    assert asked.notes.get().status == "is_note_author"
    assert not queries.is_withdrawn(asked)


@pytest.mark.parametrize(
    ("inside", "line", "says"),
    [
        pytest.param(person().replace("p.1", ""), 3, "record number", id="no number"),
        pytest.param(
            person().replace("2022-10-01T09:00:00Z", "yesterday"), 3, "source_date",
            id="a date that is none",
        ),
        pytest.param(
            person().replace("1990-05-09", "9 May"), 3, "date_of_birth",
            id="a birth date that is none",
        ),
        pytest.param(
            person(name=""), 3, "names nobody", id="nobody is named"
        ),
        pytest.param(
            "<pfif:note><pfif:note_record_id>a/b</pfif:note_record_id></pfif:note>", 2,
            "no text", id="a note on nobody",
        ),
        pytest.param(
            person() + NOTE.format(status="cured"), 12, "status", id="a status unknown"
        ),
        pytest.param(
            person(more="<pfif:full_name>Twice</pfif:full_name>"), 3, "twice",
            id="a field twice",
        ),
    ],
)  # fmt: skip
def test_what_is_faulty_is_listed_by_line_and_left_out(
    take: Take, inside: str, line: int, says: str
) -> None:
    taken = take("\n" + inside, person(9, name="Petro Bondar"))
    said = [fault.what.format(**fault.facts) for fault in taken.faults]
    assert any(says in one for one in said), said
    assert min(fault.line for fault in taken.faults) >= 2
    assert any(ref for ref in taken.new)
    assert line  # where it stands, as a reader counts


BOMB = b"""<?xml version="1.0"?><!DOCTYPE pfif [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>
<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4">&b;</pfif:pfif>"""
FILE = b"""<?xml version="1.0"?><!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4">&x;</pfif:pfif>"""
DTD = b"""<!DOCTYPE pfif SYSTEM "http://127.0.0.1:1/x.dtd"><pfif/>"""


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(BOMB, "document type", id="entities that grow"),
        pytest.param(FILE, "document type", id="an entity from outside"),
        pytest.param(DTD, "document type", id="a type from outside"),
        pytest.param(b"", "line 1", id="nothing"),
        pytest.param(document(person())[:-20], "sound XML", id="cut short"),
        pytest.param(b"\x00\x01PK", "sound XML", id="another kind of file"),
        pytest.param(b"<pfif/>", "its root", id="no namespace"),
        pytest.param(
            document(person()).replace(b"pfif/1.4", b"pfif/1.2"), "its root", id="1.2"
        ),
    ],
)
def test_a_bad_file_is_refused_whole(content: bytes, says: str, liaison: Actor) -> None:
    with pytest.raises(PfifUnreadableError, match=says):
        services.import_pfif(actor=liaison, content=content, name="bad.xml", at=AT)
    assert not TracingRequest.objects.exists()


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30
).map(str.strip)
PLACE = "north.repatria.invalid/T-00000000"


births = st.sampled_from(["", "1984", "1984-05", "1984-05-09"])


@given(texts.filter(bool), texts, births, texts)
def test_what_is_written_is_read_as_it_was(
    family: str, first: str, birth: str, name: str
) -> None:
    fields = person_fields(
        record_id=PLACE, sought=Sought(family=family, given=first, birth=birth),
        birth=birth, source=("Bureau", AT), entry_date=AT, author=(name, ""),
    )  # fmt: skip
    [one] = read_pfif(write_pfif([fields]), file="x")
    assert dict(one.fields) == {
        key: clean(text).strip() for key, text in fields.items()
    }
    assert faults_of(one) == []
    assert sought_in(one.fields).birth == birth


@given(st.dictionaries(st.sampled_from(PERSON_FIELDS), st.text(max_size=20)))
def test_whatever_is_written_is_sound_xml(fields: dict[str, str]) -> None:
    assert len(read_pfif(write_pfif([fields]), file="x")) == 1


@given(st.binary(max_size=400))
def test_no_bytes_do_harm(content: bytes) -> None:
    try:
        read_pfif(content, file="x")
    except PfifUnreadableError:
        return


@pytest.fixture
def agreed(
    request_for: Callable[..., TracingRequest], liaison: Actor
) -> Callable[..., TracingRequest]:
    """Return a maker of requests whose requester agreed to some sharing."""

    def made(*shares: str, given_name: str = "Ivan") -> TracingRequest:
        asked = request_for(given=given_name)
        for share in shares:
            services.record_consent(
                actor=liaison, request=asked, share=share, given=True,
                said_on=AT.date(), at=AT,
            )  # fmt: skip
        return asked

    return made


def test_only_those_are_given_who_agreed_and_contacts_only_where_agreed(
    agreed: Callable[..., TracingRequest], liaison: Actor
) -> None:
    agreed("agency", given_name="Stepan")
    one = agreed("registers", given_name="Ivan")
    made = services.export_pfif(actor=liaison, at=AT, **WHY)
    assert (made.people, made.needs_approval) == (1, False)
    content = exports.fetch(actor=liaison, export=made, at=AT)
    assert f"<!--Export {made.ref} of north".encode() in content
    assert one.ref.encode() in content
    for never in (b"Olha", b"555 0101", b"Stepan", b"author"):
        assert never not in content
    with pytest.raises(ExportNotReadyError):
        exports.fetch(actor=liaison, export=made, at=AT)
    agreed("registers", "contact", given_name="Marko")
    again = services.export_pfif(actor=liaison, at=AT, **WHY)
    assert again.needs_approval, "who asks is named in it"
    exports.decide(actor=SECOND, export=again, approved=True, at=AT)
    content = exports.fetch(actor=liaison, export=again, at=AT)
    assert content.count(b"author_phone") == 2  # one element, opened and closed
    bodies = str(Entry.objects.values_list("body", flat=True))
    assert "Lake" not in bodies


def test_who_is_restricted_is_given_by_nobody_who_may_not_see_them(
    agreed: Callable[..., TracingRequest], liaison: Actor, person: Callable[..., str]
) -> None:
    asked, other = agreed("registers"), agreed("registers", given_name="Marko")
    case_ref = person()
    services.link_request(actor=liaison, request=asked, case_ref=case_ref, at=AT)
    restricted.restrict(
        actor=SECOND, case_ref=case_ref, ground="at-risk", reason="asked", at=AT
    )
    made = services.export_pfif(actor=liaison, at=AT, **WHY)
    content = exports.fetch(actor=liaison, export=made, at=AT)
    assert asked.ref.encode() not in content
    assert other.ref.encode() in content
    assert [*doors.visible_requests(liaison)] == [other]
    offer = services.offer_of_requests(SECOND, at=AT)
    assert offer.people == 2
    assert exports.takes_two(offer)


def test_without_a_consent_nothing_is_given(
    agreed: Callable[..., TracingRequest], liaison: Actor, take: Take
) -> None:
    agreed("agency")
    take(person())
    with pytest.raises(NothingConsentedError):
        services.export_pfif(actor=liaison, at=AT, **WHY)


def test_a_request_that_was_withdrawn_is_given_no_more(
    agreed: Callable[..., TracingRequest], liaison: Actor
) -> None:
    asked = agreed("registers")
    services.withdraw_request(
        actor=liaison, request=asked, said_by="requester", cause="found", at=AT
    )
    with pytest.raises(NothingConsentedError):
        services.export_pfif(actor=liaison, at=datetime(2022, 12, 1, tzinfo=UTC), **WHY)
