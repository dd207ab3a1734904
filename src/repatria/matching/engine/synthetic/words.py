"""Tables of written forms: a name, place, unit or rank in a clerk's scheme."""

from __future__ import annotations

import polars as pl

from repatria.matching.engine.synthetic.chance import Ints
from repatria.matching.engine.synthetic.romanise import romanise
from repatria.matching.engine.synthetic.vocabulary import Vocabulary

PLACE_FORMS, UNIT_FORMS, GIVEN_FORMS, SHORT_FORMS = 5, 5, 5, 3
FULL, SHORT, INITIAL = 0, 1, 4
REGION_ONLY = 4


def language(scheme: str) -> str:
    """Return the language whose form ``scheme`` writes down.

    >>> language("bgn.ru"), language("uk")
    ('ru', 'uk')
    """
    return scheme.rpartition(".")[2]


def is_latin(scheme: str) -> bool:
    """Say whether ``scheme`` writes Latin letters."""
    return "." in scheme


def in_scheme(values: pl.Series, scheme: str) -> pl.Series:
    """Return Cyrillic ``values`` as ``scheme`` writes them."""
    return romanise(values, scheme) if is_latin(scheme) else values


def families(vocabulary: Vocabulary, scheme: str, wanted: Ints) -> pl.Series:
    """Return surnames; a form is (capitals x 2 + woman) x names + name."""
    size = len(vocabulary.families)
    spoken = language(scheme)
    both = _stacked(
        [vocabulary.families[spoken], vocabulary.families[f"{spoken}_woman"]]
    )
    texts = in_scheme(both.gather(wanted % (2 * size)), scheme)
    frame = pl.DataFrame({"text": texts, "capitals": wanted >= 2 * size})
    shouted = (
        pl.when("capitals").then(pl.col("text").str.to_uppercase()).otherwise("text")
    )
    return frame.select(shouted).to_series()


def given(vocabulary: Vocabulary, scheme: str, wanted: Ints) -> pl.Series:
    """Return given names; a form is (kind) x names + name.

    Kinds: 0 the name itself, 1 to 3 its short forms in turn, 4 its initial.
    """
    spoken = language(scheme)
    table = vocabulary.given
    short = f"short_{spoken}"
    nths = [
        pl.col(short).list.get(nth % pl.col(short).list.len())
        for nth in range(SHORT_FORMS)
    ]
    shorts = [table.select(nth).to_series() for nth in nths]
    kinds = [table[spoken], *shorts, _initials(table[spoken])]
    return in_scheme(_stacked(kinds).gather(wanted), scheme)


def _stacked(kinds: list[pl.Series]) -> pl.Series:
    return pl.concat([kind.rename("") for kind in kinds])


def _initials(names: pl.Series) -> pl.Series:
    return names.str.slice(0, 1) + "."


def fathers(vocabulary: Vocabulary, scheme: str, wanted: Ints) -> pl.Series:
    """Return patronymics; a form is (initial x 2 + woman) x names + name."""
    spoken = language(scheme)
    both = [vocabulary.fathers[spoken], vocabulary.fathers[f"{spoken}_woman"]]
    kinds = [*both, *(_initials(names) for names in both)]
    return in_scheme(_stacked(kinds).gather(wanted), scheme)


_PLACE_KINDS = (
    ("name",),
    ("name", "district"),
    ("name", "region"),
    ("name", "district", "region"),
    ("region",),
)
_DISTRICT = {"uk": "р-н", "ru": "р-н", "en": "district"}
_REGION = {"uk": "обл.", "ru": "обл.", "en": "region"}


def places(vocabulary: Vocabulary, scheme: str, wanted: Ints) -> pl.Series:
    """Return places; a form is (kind) x places + place.

    Kinds: 0 name, 1 name and district, 2 name and region, 3 all, 4 region alone.
    """
    spoken = language(scheme)
    said = "en" if is_latin(scheme) else spoken
    table = vocabulary.places.select(
        name=in_scheme(vocabulary.places[spoken], scheme),
        district=in_scheme(vocabulary.places[f"district_{spoken}"], scheme)
        + f" {_DISTRICT[said]}",
        region=in_scheme(vocabulary.places[f"region_{spoken}"], scheme)
        + f" {_REGION[said]}",
    )
    texts = [
        table.select(text=pl.concat_str(kind, separator=", ")).to_series()
        for kind in _PLACE_KINDS
    ]
    return pl.concat(texts).gather(wanted)


_UNIT_WORDING = {
    "uk": {"of": " б-н ", "post": "в/ч А"},
    "ru": {"of": " б-н ", "post": "в/ч "},
    "en": {"of": " Bn, ", "post": "Mil. unit A"},
}
_ORDINAL = {"uk": pl.lit(""), "ru": pl.lit("-я")}


def units(vocabulary: Vocabulary, scheme: str, wanted: Ints) -> pl.Series:
    """Return units; a form is (kind) x units + unit.

    Kinds: 0 short, 1 in full, 2 with a battalion, 3 code of its post, 4 the letters
    of the original short form (``214 ombr`` on a Latin list).
    """
    spoken = language(scheme)
    said = "en" if is_latin(scheme) else spoken
    number, wording = pl.col("number").cast(pl.String), _UNIT_WORDING[said]
    short = number + " " + pl.col(f"{said}_short")
    battalion = (pl.int_range(pl.len()) % 3 + 1).cast(pl.String)
    kinds = vocabulary.units.select(
        a=short,
        b=number
        + (_ORDINAL[said] if said in _ORDINAL else _english_ordinal())
        + " "
        + pl.col(said),
        c=battalion + wording["of"] + short,
        d=pl.lit(wording["post"]) + pl.col("code").cast(pl.String),
        e=number + " " + pl.col(f"{spoken}_short"),
    ).get_columns()
    kinds[4] = in_scheme(kinds[4], scheme)
    return _stacked(kinds).gather(wanted)


def _english_ordinal() -> pl.Expr:
    last, teen = pl.col("number") % 10, (pl.col("number") // 10 % 10) == 1
    return (
        pl.when(teen).then(pl.lit("th"))
        .when(last == 1).then(pl.lit("st"))
        .when(last == 2).then(pl.lit("nd"))
        .when(last == 3).then(pl.lit("rd"))
        .otherwise(pl.lit("th"))
    )  # fmt: skip


def ranks(vocabulary: Vocabulary, scheme: str, wanted: Ints) -> pl.Series:
    """Return ranks; a form is (short) x ranks + rank."""
    said = "en" if is_latin(scheme) else language(scheme)
    return _stacked([vocabulary.ranks[said], vocabulary.ranks[f"{said}_short"]]).gather(
        wanted
    )


def camps(vocabulary: Vocabulary, scheme: str, wanted: Ints) -> pl.Series:
    """Return places where persons are held."""
    if not is_latin(scheme):
        return vocabulary.camps[language(scheme)].gather(wanted).rename("")
    towns = in_scheme(vocabulary.camps[f"town_{language(scheme)}"], scheme).to_list()
    kinds = vocabulary.camps["en"].to_list()
    texts = [
        f"{k.replace('{p}', town)}, {town}"
        for k, town in zip(kinds, towns, strict=True)
    ]
    return pl.Series("", texts, dtype=pl.String).gather(wanted)
