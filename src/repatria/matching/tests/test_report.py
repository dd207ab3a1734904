"""The report: whole, safe, self-contained, translatable, and readable anywhere."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextvars import copy_context
from gettext import NullTranslations
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from repatria.matching.report.data import (
    DedupeData,
    ListCard,
    ReportData,
    Split,
    SumError,
    value_of_a_look,
)
from repatria.matching.report.render import render_dedupe_report, render_report
from repatria.matching.tests import report_sample as sample
from repatria.shared import text

VOID = frozenset({"meta", "br", "link", "img", "input", "hr"})
DRAWN = frozenset({"rect", "circle", "line"})  # closed at once inside an SVG


class Page(HTMLParser):
    """The elements of a page; complains where one is not closed in its turn."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, bool]] = []  # text, may it be translated
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        assert len(found) == len(attrs), f"an attribute twice in {tag}"
        self.elements.append((tag, found))
        if tag not in VOID:
            self.open.append((tag, found))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in DRAWN, f"{tag} closed at once"
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"nothing open, yet </{tag}>"
        opened, _attrs = self.open.pop()
        assert opened == tag, f"<{opened}> closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _attrs in self.open]
        kept = any(attrs.get("translate") == "no" for _tag, attrs in self.open)
        if data.strip() and "style" not in tags:
            self.texts.append((data.strip(), not kept))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]

    def verbatim(self) -> list[str]:
        return [said for said, translatable in self.texts if not translatable]


SAMPLES: dict[str, Callable[[], str]] = {
    "large": lambda: render_report(sample.report()),
    "hostile": lambda: render_report(sample.hostile()),
    "no rows at all": lambda: render_report(sample.small(0)),
    "one-sided": lambda: render_report(sample.small(3)),
    "one list": lambda: render_dedupe_report(sample.one_list()),
}
every_sample = pytest.mark.parametrize("make", SAMPLES.values(), ids=SAMPLES.keys())


@every_sample
def test_every_element_is_closed_in_its_turn(make: Callable[[], str]) -> None:
    source = make()

    assert source.lstrip().startswith("<!DOCTYPE html>")
    assert Page(source).open == []


@every_sample
def test_ids_are_unique_and_every_reference_meets_one(make: Callable[[], str]) -> None:
    page = Page(make())
    ids = [attrs["id"] for _tag, attrs in page.elements if "id" in attrs]
    links = [str(attrs["href"]) for attrs in page.named("a")]
    labels = [
        name
        for _tag, attrs in page.elements
        for name in str(attrs.get("aria-labelledby") or "").split()
    ]

    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in links} <= set(ids)
    assert set(labels) <= set(ids)


@every_sample
def test_page_needs_nothing_from_outside(make: Callable[[], str]) -> None:
    page = Page(make())
    tags = {tag for tag, _attrs in page.elements}
    names = {name for _tag, attrs in page.elements for name in attrs}

    assert not tags & {"script", "link", "img", "iframe", "object", "base", "form"}
    assert not names & {"src", "srcset", "style", "action", "data", "onerror"}
    assert all(str(attrs["href"]).startswith("#") for attrs in page.named("a"))


@every_sample
def test_policy_allows_this_stylesheet_and_nothing_else(
    make: Callable[[], str],
) -> None:
    source = make()
    (style,) = re.findall(r"<style>(.*?)</style>", source, re.DOTALL)
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    metas = Page(source).named("meta")
    (policy,) = [
        meta["content"]
        for meta in metas
        if meta.get("http-equiv") == "Content-Security-Policy"
    ]

    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert not re.findall(r"https?:|//[a-z]|@import|url\((?!#)", style)


def test_hostile_values_are_shown_and_do_nothing() -> None:
    page = Page(render_report(sample.hostile()))
    shown = " ".join(page.verbatim())

    assert '<script>alert("a")</script>' in shown
    assert "{{ 7*7 }} %s" in shown
    assert "⟦U+202E⟧" in shown
    assert "\u202e" not in shown
    assert "\x00" not in shown


def test_verbatim_text_is_isolated_and_says_its_script() -> None:
    page = Page(render_report(sample.hostile()))
    isolated = page.named("bdi")

    assert all(one["dir"] == "auto" for one in isolated)
    assert all(one["translate"] == "no" for one in isolated)
    assert {one.get("lang") for one in isolated} >= {"und-Cyrl", "und-Latn", "und-Arab"}


def test_sum_adds_up_on_the_page() -> None:
    data = sample.report()
    source = render_report(data)
    (table,) = re.findall(r'<table class="sum">(.*?)</table>', source, re.DOTALL)
    cells = re.findall(r'<td class="num">([^<]*)</td>', table)
    numbers = [int(re.sub(r"\D", "", cell)) for cell in cells]

    assert sum(numbers[0:-2:2]) == numbers[-2] == data.left.rows
    assert sum(numbers[1:-2:2]) == numbers[-1] == data.right.rows


def test_list_whose_rows_are_not_all_accounted_for_is_refused() -> None:
    with pytest.raises(SumError, match=r"left\.csv"):
        ListCard("left.csv", "0" * 64, 5, Split(same=3, only_here=1))


def test_sections_that_contradict_the_lists_are_refused() -> None:
    good = sample.small(0)
    fields = {name: getattr(good, name) for name in ReportData.__slots__}
    with pytest.raises(SumError):
        ReportData(**fields | {"same": type(good.same)((), 1, "pairs.csv")})


def test_section_says_how_many_more_stand_in_which_file() -> None:
    words = " ".join(said for said, _free in Page(SAMPLES["large"]()).texts)

    assert "128 more are in pairs.csv" in words
    assert "38,566 more are in left_only.csv" in words


def test_synthetic_lists_say_so_and_others_do_not() -> None:
    assert "Synthetic people" in render_report(sample.report())
    assert "Synthetic people" not in render_report(sample.small(3))


def test_same_data_gives_the_same_bytes() -> None:
    assert render_report(sample.report()) == render_report(sample.report())


@pytest.mark.parametrize("language", text.LANGUAGES)
def test_page_says_its_language(language: str) -> None:
    def speak() -> str:
        text.use_language(language)
        return render_report(sample.report(2))

    (root,) = Page(copy_context().run(speak)).named("html")

    way = "rtl" if language in text.RIGHT_TO_LEFT else "ltr"
    assert root == {"lang": language, "dir": way}


class Bracketed(NullTranslations):
    """A catalogue that leaves a mark on everything that passes through it."""

    def gettext(self, message: str) -> str:
        return f"⟪{message}⟫"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟪{msgid1 if n == 1 else msgid2}⟫"


@pytest.fixture
def bracketed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "_catalogue", lambda *_which: Bracketed())


def _outside_brackets(texts: Iterator[str]) -> list[str]:
    """Return what has letters outside brackets; sentences may span elements."""
    depth, loose = 0, []
    for said in texts:
        for piece in re.split(r"([⟪⟫])", said):
            depth += (piece == "⟪") - (piece == "⟫")
            if depth == 0 and re.search(r"[^\W\d_]", piece):
                loose.append(piece)
    assert depth == 0
    return loose


@pytest.mark.usefixtures("bracketed")
@every_sample
def test_every_word_of_ours_can_be_translated(make: Callable[[], str]) -> None:
    page = Page(make())

    assert (
        _outside_brackets(said for said, translatable in page.texts if translatable)
        == []
    )


@pytest.mark.usefixtures("bracketed")
@every_sample
def test_every_spoken_attribute_can_be_translated(make: Callable[[], str]) -> None:
    source = make()
    spoken = [
        str(attrs[name])
        for _tag, attrs in Page(source).elements
        for name in ("title", "aria-label", "alt")
        if attrs.get(name)
    ]
    shown_by_style = re.findall(r'--w-[a-z]+:("[^"]*")', source)

    assert spoken
    assert all(said.startswith("⟪") for said in spoken)
    assert shown_by_style
    assert all("27ea" in said for said in shown_by_style)


def test_babel_finds_the_words_of_the_templates() -> None:
    babel = pytest.importorskip("babel.messages.extract")
    templates = Path(__file__).parents[1] / "report" / "templates"
    found = {
        message
        for file in sorted(templates.glob("*.html"))
        for _line, message, *_rest in babel.extract_from_file("jinja2", str(file))
    }

    assert "Pairs to review" in found
    assert ("{count} row", "{count} rows") in {
        message[:2] for message in found if isinstance(message, tuple)
    }


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(0.5, 0.8, id="even odds before likely"),
        pytest.param(0.8, 0.97, id="likely before almost sure"),
        pytest.param(0.3, 1.0, id="anything before certainty"),
    ],
)
def test_doubt_is_looked_at_first(first: float, second: float) -> None:
    assert value_of_a_look(first) > value_of_a_look(second)
    assert value_of_a_look(first) == pytest.approx(value_of_a_look(1 - first))


def test_one_list_reports_its_repeats() -> None:
    data: DedupeData = sample.one_list()
    words = " ".join(said for said, _free in Page(render_dedupe_report(data)).texts)

    assert "127 rows likely repeat another row of the list." in words
    assert "Group 1" in words
    assert "right" not in words.split()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("pages")
    for place, make in enumerate(SAMPLES.values()):
        (made / f"{place}.html").write_text(make(), encoding="utf-8")
    return made


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_page_is_wider_than_its_screen_or_complains(
    folder: Path, width: int, browser: Browser
) -> None:
    said: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    widths = []
    for file in sorted(folder.glob("*.html")):
        page.goto(file.as_uri())
        widths.append(page.evaluate("document.documentElement.scrollWidth"))
    page.close()

    assert said == []
    assert widths == [width] * len(SAMPLES)
