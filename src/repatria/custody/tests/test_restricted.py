"""A restricted case: nothing of a captivity is there for whoever is not entrusted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from repatria.access import restricted
from repatria.custody.models import Statement
from repatria.custody.tests.conftest import AT, CLERK

pytestmark = pytest.mark.django_db


def test_no_page_of_a_captivity_names_somebody_hidden(
    case: str,
    say: Callable[..., Statement],
    signed_in: Callable[..., Client],
    case_assigned: Callable[..., None],
) -> None:
    statement = say("transfer", case, place="Camp 2")
    pages = [
        f"/custody/case/{case}/",
        f"/custody/statement/{statement.ref}/",
        f"/custody/statement/{statement.ref}/print/",
        f"/persons/{case}/",
    ]
    officer, other = signed_in("matching-officer"), signed_in("matching-officer")
    registrar = signed_in("registrar")
    for address in pages:
        assert "Abrel" in officer.get(address).content.decode(), address
    restricted.restrict(
        actor=CLERK, case_ref=case, ground="at-risk", reason="asked", at=AT
    )
    case_assigned(other.user, case)  # type: ignore[attr-defined]
    nowhere = officer.get("/custody/case/R-00000000/").content
    for address in pages:
        answer = officer.get(address)
        assert (answer.status_code, b"Abrel" in answer.content) == (404, False)
        assert "Abrel" in other.get(address).content.decode(), "entrusted with it"
        assert "Abrel" in registrar.get(address).content.decode()
    assert len(officer.get(pages[0]).content) == len(nowhere)
    write = f"/custody/case/{case}/transfer/"
    assert officer.get(write).status_code == 404
