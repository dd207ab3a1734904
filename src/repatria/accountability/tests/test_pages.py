"""The pages: who alleges what, on what evidence, and what the others answer."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from repatria.accountability import queries, services
from repatria.accountability.models import (
    Allegation,
    Claim,
    ConditionClaim,
    EvidenceItem,
    Incident,
    Tie,
    Undertaking,
)
from repatria.accountability.services import Role, Upload
from repatria.accountability.services.files import place_of
from repatria.accountability.tests.conftest import AT, INVESTIGATOR, PNG, Story, said
from repatria.ledger.models import Entry
from repatria.register.core.case_numbers import new_case_ref
from repatria.register.models import Party
from tools.pseudo import A_WORD, unmarked_in_html

pytestmark = pytest.mark.django_db
SAID = {"claimant": "Norland", "modality": "said"}
SignedIn = Callable[..., Client]
# What a page says and nobody translates: names, numbers, what somebody wrote.
DATA = {
    "Repatria",
    "Norland Coordination Bureau",
    "Norland",
    "Sudmark",
    "Norland:",  # in lists to choose from, whose items cannot say that they are data
    "Sudmark:",
    "a new war crime",  # in a form that corrects it
}
A_NUMBER = re.compile(r"\b[A-Z]-[0-9A-Z]{8}\b(: .*)?|Repatria")


@pytest.fixture(autouse=True)
def parties(db: None) -> None:
    del db
    for code, name in (("NORLAND", "Norland"), ("SUDMARK", "Sudmark")):
        Party.objects.create(code=code, names={"en": name})


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def send(client: Client, address: str, **told: object) -> Any:
    """Send a form and follow where it leads."""
    answer = client.post(address, told, follow=True)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_incident_page_shows_allegation_and_answer_side_by_side(
    story: Story, signed_in: SignedIn
) -> None:
    page = text(signed_in("investigator"), f"/incidents/{story.incident.ref}/")
    for words in (
        "a new war crime",
        "war crime",
        "Justifies it",
        "AP I 37",
        "surrendered, unarmed soldiers",
        "number not stated",
        "Not seen by anybody",
        "when the shots were fired",
        "believed",
        "purported",
        "No answer recorded",  # of the accusation of perfidy
        "Announced, not held",
        "Nobody says how long",
    ):
        assert words in page, words
    assert page.count("<svg") == 2
    assert " style=" not in page
    assert page.count("<h1") == 1


def test_every_page_opens_for_an_investigator_and_an_auditor(
    story: Story, signed_in: SignedIn
) -> None:
    for role in ("investigator", "debriefer", "auditor"):
        client = signed_in(role)
        for address in reading_pages(story):
            assert "<h1" in text(client, address)


def reading_pages(story: Story) -> list[str]:
    return [
        "/incidents/",
        f"/incidents/{story.incident.ref}/",
        "/conditions/",
        f"/claims/{story.killing.claim_id}/",
        f"/patterns/{story.pattern.pk}/",
        "/undertakings/",
        "/evidence/",
        f"/evidence/{story.clips[0].ref}/",
    ]


def recording_pages(story: Story) -> list[str]:
    incident, item = story.incident.ref, story.clips[0].ref
    claim = story.killing.claim_id
    return [
        "/incidents/new/",
        *(
            f"/incidents/{incident}/{act}/"
            for act in (
                "correct allegation answer evidence unseen undertaking "
                "proceeding assess"
            ).split()
        ),
        "/conditions/new/",
        "/conditions/allegation/",
        *(f"/claims/{claim}/{act}/" for act in ("correct", "assess", "tie")),
        "/patterns/new/",
        f"/patterns/{story.pattern.pk}/instance/",
        f"/allegations/{story.killing.pk}/answer/",
        "/undertakings/new/",
        "/evidence/new/",
        *(f"/evidence/{item}/{act}/" for act in ("file", "claim", "consent", "moved")),
    ]


def test_every_form_opens_and_an_empty_one_is_refused_with_a_summary(
    story: Story, signed_in: SignedIn
) -> None:
    client = signed_in("investigator")
    rows = Claim.objects.count()
    for address in recording_pages(story):
        assert "<form" in text(client, address)
        page = send(client, address)
        assert "Something needs your attention" in page, address
    assert Claim.objects.count() == rows


def told_alike(answer: Any) -> str:
    """Return what is said, without the reader's own address and passing token."""
    path = answer.wsgi_request.path
    words = answer.content.decode().replace(path, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", words)


def test_to_a_negotiator_nothing_of_it_exists(
    story: Story, signed_in: SignedIn
) -> None:
    for role in ("negotiator", "registrar", "administrator", "handover-officer"):
        client = signed_in(role)
        nowhere = told_alike(client.get("/incidents/I-00000000/"))
        for address in (*reading_pages(story), *recording_pages(story)):
            answer = client.get(address)
            assert answer.status_code == 404, (role, address)
            assert told_alike(answer) == nowhere, (role, address)


def test_an_auditor_reads_and_records_nothing(
    story: Story, signed_in: SignedIn
) -> None:
    client = signed_in("auditor")
    for address in recording_pages(story):
        assert client.get(address).status_code == 404
        assert client.post(address, {}).status_code == 404


def test_an_investigator_records_a_story_through_the_forms(
    as_party: object, signed_in: SignedIn
) -> None:
    del as_party
    client = signed_in("investigator")
    send(client, "/incidents/new/", title="A yard", precision="unknown")
    incident = Incident.objects.get()
    here = f"/incidents/{incident.ref}"
    send(
        client,
        f"{here}/allegation/",
        **SAID,
        side="NORLAND",
        act="killing",
        victims="NORLAND",
        accused="SUDMARK",
        victims_number="",
        characterisation="war crime",
    )
    allegation = Allegation.objects.get()
    assert [row.number for row in allegation.involved.all()] == [None, None]
    send(
        client,
        f"{here}/answer/",
        claimant="Sudmark",
        side="SUDMARK",
        modality="claimed",
        kind="justifies",
        ground="AP I 37",
        allegation=str(allegation.pk),
    )
    for number in (1, 2):
        send(
            client,
            f"{here}/evidence/",
            **SAID,
            kind="video",
            sequence=number,
            subjects="captives",
        )
    first, second = EvidenceItem.objects.order_by("sequence")
    send(client, f"{here}/unseen/", after=first.ref, matters="the shots")
    send(
        client,
        f"/evidence/{second.ref}/claim/",
        **SAID,
        kind="same_scene",
        same_as=first.ref,
    )
    send(client, f"{here}/undertaking/", **SAID, about="bring them to justice")
    vow = Undertaking.objects.get()
    send(
        client,
        f"/undertakings/{vow.pk}/proceeding/",
        body="A committee",
        jurisdiction="Norland",
        said_by="Norland",
    )
    proceeding = vow.proceedings.get()
    send(
        client,
        f"/proceedings/{proceeding.ref}/state/",
        state="lapsed",
        said_by="Nobody",
    )
    send(
        client,
        f"{here}/assess/",
        level="insufficient",
        source_reliability="F",
        content_credibility="6",
        reason="nothing seen",
    )
    page = text(client, f"{here}/")
    for words in ("Justifies it", "the shots", "Insufficient information", "Lapsed"):
        assert words in page


def test_conditions_keep_what_the_narrator_infers_apart(
    as_party: object, signed_in: SignedIn
) -> None:
    del as_party
    client = signed_in("investigator")
    send(
        client,
        "/conditions/new/",
        claimant="Ministry of Norland",
        side="NORLAND",
        modality="said",
        quotation="mortal danger",
        captives_of="NORLAND",
        holder="SUDMARK",
    )
    claim = ConditionClaim.objects.get().claim
    told: dict[str, object] = {"claimant": "narrator", "act": "torture"}
    told["inferred_from"] = str(claim.pk)
    wrong = send(client, "/conditions/allegation/", modality="said", **told)
    assert "Something needs your attention" in wrong
    send(client, "/conditions/allegation/", modality="inferred", **told)
    page = text(client, "/conditions/")
    assert "The narrator infers; the speaker did not say it" in page
    assert "A party speaking of its own people." in page
    assert "The narrator reads the next one into:" in page


def test_a_picture_is_veiled_until_somebody_says_why(
    story: Story, signed_in: SignedIn
) -> None:
    client = signed_in("investigator")
    item = story.clips[0]
    file = SimpleUploadedFile("clip.png", PNG)
    page = send(client, f"/evidence/{item.ref}/file/", file=file)
    assert "Veiled: nothing of the original is drawn here" in page
    assert "data:image" not in page
    address = f"/evidence/{item.ref}/original/"
    assert client.get(address).status_code == 405
    assert "Say why you need to see the original." in send(client, address, reason=" ")
    answer = client.post(address, {"reason": "to compare the yard"})
    assert "data:image/png;base64," in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert [event.kind for event in item.custody.all()] == ["received", "viewed"]
    last = Entry.objects.order_by("number").last()
    assert last is not None
    read = json.loads(last.body)
    assert (read["act"], read["facts"]["cases"]) == ("read", [item.ref])


def test_a_file_that_is_no_picture_is_handed_out_and_never_run(
    story: Story, signed_in: SignedIn
) -> None:
    item = story.clips[0]
    hostile = b"<html><script>alert(1)</script>"
    services.keep_file(actor=INVESTIGATOR, item=item, upload=Upload(hostile), at=AT)
    answer = signed_in("investigator").post(
        f"/evidence/{item.ref}/original/", {"reason": "to read it"}
    )
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_an_auditor_checks_a_file_and_cannot_open_it(
    story: Story, signed_in: SignedIn
) -> None:
    item = story.clips[0]
    kept = services.keep_file(actor=INVESTIGATOR, item=item, upload=Upload(PNG), at=AT)
    client = signed_in("auditor")
    here = f"/evidence/{item.ref}"
    assert client.post(f"{here}/original/", {"reason": "why"}).status_code == 404
    assert "Unchanged" in send(client, f"{here}/check/")
    place_of(kept.sha256).write_bytes(b"something else")
    assert "missing or altered" in send(client, f"{here}/check/")
    assert [row.ref for row in queries.damaged()] == [item.ref]


def test_the_same_file_twice_is_refused_on_the_form(
    story: Story, signed_in: SignedIn
) -> None:
    first, second, _third = story.clips
    services.keep_file(actor=INVESTIGATOR, item=first, upload=Upload(PNG), at=AT)
    client = signed_in("investigator")
    file = SimpleUploadedFile("again.png", PNG)
    page = send(client, f"/evidence/{second.ref}/file/", file=file)
    assert f"Exactly this file is already held as item {first.ref}" in page
    empty = SimpleUploadedFile("empty.png", b"")
    assert "The file is empty." in send(
        client, f"/evidence/{second.ref}/file/", file=empty
    )


def test_a_date_the_wrong_way_round_is_told_on_the_form(
    as_party: object, signed_in: SignedIn
) -> None:
    del as_party
    page = send(
        signed_in("investigator"),
        "/incidents/new/",
        title="A yard",
        precision="unknown",
        earliest="2022-11-18",
        latest="2022-11-10",
    )
    assert "comes before the earliest" in page
    assert not Incident.objects.exists()


def test_a_correction_shows_the_newest_wording_and_keeps_the_first(
    story: Story, signed_in: SignedIn
) -> None:
    client = signed_in("investigator")
    claim = story.killing.claim
    page = send(
        client,
        f"/claims/{claim.pk}/correct/",
        claimant="Norland foreign ministry",
        side="NORLAND",
        modality="said",
    )
    assert "Wordings, oldest first" in page
    page = text(client, f"/incidents/{story.incident.ref}/")
    assert "Norland foreign ministry" in page
    assert "corrected; the earlier wording is kept" in page
    assert "Since corrected" in text(client, f"/claims/{claim.pk}/")


def test_a_statement_is_tied_only_to_a_case_entrusted_to_the_writer(
    story: Story,
    signed_in: SignedIn,
    case_assigned: Callable[..., None],
) -> None:
    case = new_case_ref()
    client = signed_in("debriefer")
    address = f"/claims/{story.killing.claim_id}/tie/"
    told = {"case_ref": case, "consent": "given"}
    assert client.post(address, told).status_code == 404
    assert not Tie.objects.exists()
    case_assigned(client.user, case)  # type: ignore[attr-defined]
    page = send(client, address, **told)
    assert "to 1 person" in page
    assert case not in page


def test_instances_are_counted_one_by_one(story: Story, signed_in: SignedIn) -> None:
    client = signed_in("investigator")
    address = f"/patterns/{story.pattern.pk}/instance/"
    told = {"incident": story.incident.ref, "counted": "yes", "reason": "same words"}
    assert "same words" in send(client, address, **told)
    assert "already stands so" in send(client, address, **told)
    told["counted"] = "no"
    assert "taken out" in send(client, address, **told)
    page = text(client, f"/incidents/{story.incident.ref}/")
    assert "Counted as an instance of" not in page


def test_the_manifest_holds_hashes_and_no_words(
    story: Story, signed_in: SignedIn
) -> None:
    item = story.clips[0]
    kept = services.keep_file(actor=INVESTIGATOR, item=item, upload=Upload(PNG), at=AT)
    content = text(
        signed_in("auditor"), f"/incidents/{story.incident.ref}/evidence.json"
    )
    manifest = json.loads(content)
    assert manifest["items"][0]["sha256"] == kept.sha256
    assert [one["held"] for one in manifest["items"]] == [True, False, False]
    assert manifest["unseen"] == [
        {"after": story.clips[0].ref, "before": story.clips[1].ref}
    ]
    assert "one of the videos" not in content


def test_an_incident_without_anything_teaches_the_next_step(
    as_party: object, signed_in: SignedIn
) -> None:
    del as_party
    client = signed_in("investigator")
    assert "No incident is recorded." in text(client, "/incidents/")
    incident = services.open_incident(actor=INVESTIGATOR, title="Unclear", at=AT)
    page = text(client, f"/incidents/{incident.ref}/")
    assert "Nobody knows when" in page
    assert "Nobody knows where" in page
    assert "Nobody is recorded to allege anything" in page


def test_footage_of_a_return_hangs_on_no_incident_and_is_protected(
    as_party: object, signed_in: SignedIn
) -> None:
    del as_party
    services.add_evidence(
        actor=INVESTIGATOR,
        kind="footage",
        subjects="returnees",
        announced=said("Norland military", "NORLAND", quotation="Footage shared"),
        at=AT,
    )
    page = text(signed_in("investigator"), "/evidence/")
    assert "Protected from public curiosity" in page
    assert "Consent of those shown:" in page
    assert "not known" in page


def test_what_hangs_on_no_incident_can_be_answered_too(
    story: Story, signed_in: SignedIn
) -> None:
    client = signed_in("investigator")
    send(
        client,
        f"/allegations/{story.pattern.pk}/answer/",
        claimant="Sudmark",
        side="SUDMARK",
        modality="denied",
        kind="denies",
    )
    page = text(client, f"/patterns/{story.pattern.pk}/")
    assert "Denies it" in page
    assert "No answer recorded" not in page
    allegation = services.record_allegation(
        actor=INVESTIGATOR,
        said=said("a serviceman", quotation="refused treatment"),
        act="denial_of_medical_care",
        roles=(Role("accused", "SUDMARK"),),
        at=AT,
    )
    assert allegation.omission
    assert "No answer recorded" in text(client, "/conditions/")
    page = send(
        client,
        f"/allegations/{allegation.pk}/answer/",
        claimant="Sudmark",
        side="SUDMARK",
        modality="said",
        kind="disputes_facts",
    )
    assert "Disputes the facts" in page
    assert "No answer recorded" not in page


def test_every_page_is_wholly_translated(
    story: Story,
    signed_in: SignedIn,
    pseudo_pages: Callable[[Client], Client],
) -> None:
    services.record_undertaking(
        actor=INVESTIGATOR,
        said=said("Norland", "NORLAND", about="justice"),
        incident=story.incident,
        at=AT,
    )
    services.count_instance(
        actor=INVESTIGATOR,
        pattern=story.pattern,
        incident=story.incident,
        counted=True,
        reason="same words",
        at=AT,
    )
    services.keep_file(
        actor=INVESTIGATOR, item=story.clips[0], upload=Upload(PNG, "somebody"), at=AT
    )
    client = pseudo_pages(signed_in("investigator"))
    left = {
        address: set(unmarked_in_html(text(client, address))) - DATA
        for address in (*reading_pages(story), *recording_pages(story))
    }
    told = {
        address: [one for one in pieces if A_WORD.search(A_NUMBER.sub("", one))]
        for address, pieces in left.items()
    }
    assert {address: pieces for address, pieces in told.items() if pieces} == {}
