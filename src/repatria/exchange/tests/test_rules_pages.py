"""The rules of an exchange on pages: read, changed in fields and as text, refused."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.exchange import queries
from repatria.exchange.engine.reading.rules import rules_in, rules_of
from repatria.exchange.engine.reading.write_rules import toml_of
from repatria.exchange.models import Exchange, RulesVersion
from repatria.exchange.services import changing, proposals
from repatria.exchange.tests import world
from repatria.exchange.tests.world import AT, NORTH, RULES, SOUTH, words
from repatria.exchange.web.rules_forms import RulesFieldsForm

DELEGATE = world.command("agency-delegate")
FULL = f"""\
parties = ["{NORTH}", "{SOUTH}"]
as_of = 2022-11-24
tiers = ["geneva3.art109.1", "categories.women", 1]
exempt = ["geneva3.art109.1"]
require_consent = ["geneva3.art109.1"]
categories = ["categories.women", "categories.long-held"]

[parity]
kind = "value"
table = "dix-hill-1862"

[seats]
"{NORTH}>{SOUTH}" = 60
"{NORTH}>LAKELAND" = 2

[extra]
{NORTH} = 2

[floors]
coast = 5
"the hills" = 1

[[consideration]]
from = "{SOUTH}"
to = "{NORTH}"
what = "maps"
points = 15

[lot]
seed = "drawn"
"""


def posted(form: RulesFieldsForm, **changed: Any) -> dict[str, Any]:
    """Return what a browser posts for a form as it is shown, but for some fields."""
    shown = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in shown.items() if value not in (None, False)}
    return {**data, **changed}


def fields(text: str, **changed: Any) -> RulesFieldsForm:
    """Return the form of rules, posted."""
    told, parties = tomllib.loads(text), [NORTH, SOUTH]
    shown = RulesFieldsForm(told, parties, initial={"seen": 1})
    return RulesFieldsForm(told, parties, posted(shown, **changed))


NAMES = st.sampled_from([NORTH, SOUTH, "LAKELAND", 'a "b"', "é x", "c.d", "\x7f"])
COUNTS = st.dictionaries(NAMES, st.integers(0, 99), max_size=3)


@given(COUNTS, COUNTS, NAMES, st.sampled_from(["count", "none", "category"]))
def test_what_is_written_is_read_as_the_same_rules(
    floors: dict[str, int], extra: dict[str, int], seed: str, kind: str
) -> None:
    told = {
        "parties": [NORTH, SOUTH],
        "tiers": ["geneva3.art109.1", "2"],
        "parity": {"kind": kind, "blocs": {"one": [NORTH]}, "per": "party"},
        "extra": {key: n for key, n in extra.items() if key in {NORTH, SOUTH}},
        "floors": floors,
        "lot": {"seed": seed, "commitments": {}},
        "consideration": [{"from": NORTH, "to": SOUTH, "what": seed, "quantity": 1}],
    }
    assert rules_in(toml_of(told), file="") == rules_of(told)


@pytest.mark.parametrize("text", [FULL, RULES])
def test_fields_that_nobody_touched_write_the_same_rules(text: str) -> None:
    form = fields(text)
    assert form.is_valid(), form.errors
    assert rules_in(form.cleaned_data["text"], file="") == rules_in(text, file="")
    again = fields(form.cleaned_data["text"])
    assert again.is_valid()
    assert again.cleaned_data["text"] == form.cleaned_data["text"]


def test_the_order_of_categories_is_the_one_a_browser_posts() -> None:
    turned = FULL.replace(
        '["categories.women", "categories.long-held"]',
        '["categories.long-held", "categories.women"]',
    )
    for text in (FULL, turned):
        told = tomllib.loads(text)
        form = RulesFieldsForm(told, [NORTH, SOUTH], initial={"seen": 1})
        shown = re.findall(r'value="(categories[^"]*)"[^>]* checked', str(form))
        assert shown == told["categories"]


def test_fields_change_what_they_speak_of_and_nothing_else() -> None:
    form = fields(
        FULL, tier_1="", tier_4="2", kind="count", table="", extra_0="", seats_1="7",
        consent_3="on", floors="coast = 3",
    )  # fmt: skip
    assert form.is_valid(), form.errors
    told = tomllib.loads(form.cleaned_data["text"])
    assert told["tiers"] == ["categories.women", "1", "2"]
    assert "exempt" not in told
    assert told["require_consent"] == ["1"]
    assert told["parity"] == {"kind": "count"}
    assert "extra" not in told
    assert told["seats"][f"{NORTH}>LAKELAND"] == 2
    assert told["seats"][f"{SOUTH}>{NORTH}"] == 7
    assert told["floors"] == {"coast": 3}
    assert told["consideration"] == tomllib.loads(FULL)["consideration"]


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"rest": "[parity"}, "rest", "line 1"),
        ({"rest": "tiers = [1]"}, "rest", "tiers"),
        ({"rest": f"[seats]\n'{NORTH}>{SOUTH}' = 1"}, "rest", "seats.NORLAND>SUDMARK"),
        ({"rest": "seats = 3"}, "rest", "tables"),
        ({"rest": "[lot]\nseed = 'x'"}, "rest", "lot.seed"),
        ({"rest": "[parity]\ntable = { private = 1 }"}, "rest", "parity.table"),
        ({"rest": "[lots]\n"}, "rest", "lots"),
        ({"floors": "coast = -1"}, "floors", "floors.coast"),
        ({"floors": "coast"}, "floors", "line 1"),
        ({"tier_2": "geneva3.art109.1"}, "tier_1", "twice"),
        ({"kind": "ratio", "table": ""}, "rest", "parity.ratio"),
        ({"seats_0": "-1"}, "seats_0", "0"),
    ],
)
def test_what_is_no_rule_is_refused_at_its_field(
    changed: dict[str, str], field: str, said: str
) -> None:
    form = fields(FULL, **changed)
    assert not form.is_valid()
    assert field in form.errors, form.errors
    assert said in unescape(str(form.errors[field]))


@pytest.fixture
def exchange(agency: dict[str, str]) -> Exchange:
    del agency
    return world.opened(DELEGATE)


@pytest.mark.django_db
def test_rules_are_told_in_plain_words(
    exchange: Exchange, signed_in: Callable[..., Any]
) -> None:
    changing.change_rules(actor=DELEGATE, exchange=exchange, text=FULL, seen=1, at=AT)
    page = signed_in("negotiator").get(f"/exchanges/{exchange.ref}/rules/")
    told = words(page.content.decode())
    for part in (
        "Not reviewed by a lawyer",
        "Outside parity: regardless of number.",
        "Only with a yes that a neutral interviewer recorded.",
        "by the value of ranks",
        "dix-hill-1862",
        "Norland → Sudmark : 60",
        "up to 2 points",
        "coast : 5",
        "Sudmark → Norland : 1 maps",
        "Lot not witnessed",
        "geneva3.art109.1 v1",
    ):
        assert part in told, part


@pytest.mark.django_db
def test_a_delegate_changes_rules_in_fields_and_sees_what_changed(
    exchange: Exchange, signed_in: Callable[..., Any]
) -> None:
    proposals.make_series(actor=DELEGATE, exchange=exchange, at=AT)
    delegate = signed_in("agency-delegate")
    address = f"/exchanges/{exchange.ref}/rules/change/"
    page = delegate.get(address).content.decode()
    data = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', page))
    told = posted(
        RulesFieldsForm(
            tomllib.loads(RULES), exchange.parties, initial={"seen": data["seen"]}
        ),
        extra_0="2",
        why="two more from Norland",
    )
    answer = delegate.post(address, told)
    assert answer.status_code == 302
    old = words(delegate.get(f"/exchanges/{exchange.ref}/rounds/1/").content.decode())
    assert "The rules were changed since this list was worked out" in old
    assert "geneva3.art109.1 v1" in old
    newest = queries.newest_rules(exchange)
    assert (newest.number, newest.why) == (2, "two more from Norland")
    assert rules_in(newest.text, file="").extra == {NORTH: 2}
    page = words(delegate.get(answer["Location"]).content.decode())
    assert "two more from Norland" in page
    assert "new: NORLAND = 2" in page


@pytest.mark.django_db
def test_a_bad_text_is_refused_with_its_line_and_nothing_is_written(
    exchange: Exchange, signed_in: Callable[..., Any]
) -> None:
    delegate = signed_in("agency-delegate")
    address = f"/exchanges/{exchange.ref}/rules/text/"
    bad = RULES.replace('kind = "count"', 'kind = "much"').replace("\n", "\r\n")
    answer = delegate.post(address, {"seen": 1, "text": bad, "why": ""})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "line 8" in page
    assert "<mark>kind = &quot;much&quot;</mark>" in page
    assert 'kind = "count", "category"' in words(page).replace("&quot;", '"')
    answer = delegate.post(address, {"seen": 1, "text": "parties = [", "why": ""})
    assert "line 1" in answer.content.decode()
    assert RulesVersion.objects.count() == 1


@pytest.mark.django_db
def test_a_text_keeps_its_comments(
    exchange: Exchange, signed_in: Callable[..., Any]
) -> None:
    delegate = signed_in("agency-delegate")
    text = "# agreed at the lake\n" + RULES
    told = {"seen": 1, "text": text.replace("\n", "\r\n"), "why": ""}
    answer = delegate.post(f"/exchanges/{exchange.ref}/rules/text/", told)
    assert answer.status_code == 302
    assert exchange.rules == text
    address = f"/exchanges/{exchange.ref}/rules/text/"
    late = delegate.post(address, told | {"text": RULES})
    assert "Version 2 of the rules was kept" in late.content.decode()


@pytest.mark.django_db
def test_an_interviewer_reads_rules_and_does_not_change_them(
    exchange: Exchange, signed_in: Callable[..., Any]
) -> None:
    reader = signed_in("neutral-interviewer")
    page = reader.get(f"/exchanges/{exchange.ref}/rules/")
    assert page.status_code == 200
    assert "Change in fields" not in page.content.decode()
    for way in ("change", "text"):
        address = f"/exchanges/{exchange.ref}/rules/{way}/"
        assert reader.get(address).status_code == 404
        assert reader.post(address, {"seen": 1}).status_code == 404


@pytest.mark.django_db
def test_a_party_keeps_its_copy_where_the_hash_is_the_one_told(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    del north
    exchange = Exchange.objects.get()
    negotiator = signed_in("negotiator")
    page = negotiator.get(f"/exchanges/{exchange.ref}/rules/").content.decode()
    assert "The agency keeps the text" in page
    copy = f"/exchanges/{exchange.ref}/rules/copy/"
    assert (
        "the agency told 000000000000"
        in negotiator.post(copy, {"text": RULES}).content.decode()
    )
    changed = negotiator.get(f"/exchanges/{exchange.ref}/rules/change/")
    assert "kept by" in changed.content.decode()
