"""Names of a whole column taken apart by the table that ``names.roles`` holds.

Every distinct word is looked at once, every distinct shape decided once; the
rest is arithmetic on columns.
"""

from __future__ import annotations

import polars as pl

from repatria.names.engine.classes import (
    given_class_values,
    looks_patronymic_values,
    patronymic_class_values,
)
from repatria.names.engine.columns import clean_values, fold_values
from repatria.names.parse import FIELD_OF_ROLE
from repatria.names.ranks import RANK_JOINTS, RANK_START, is_rank_word, rank_starts
from repatria.names.roles import NameOrder, roles_of, shows_order
from repatria.names.words import (
    CYRILLIC,
    DIGIT,
    FACTS,
    INITIAL,
    MARK,
    SPACING,
    TOKEN,
    WordFacts,
    code_of,
    full_forms,
    mark_code,
    most_common_forms,
    name_words,
    rank_spelling,
)

FIELDS = tuple(FIELD_OF_ROLE.values())
# Anything but characters that cleaning leaves as they are, one space apart.
_NOT_PLAIN = "[^ -~А-Яа-яЁёІіЇїЄєҐґЎў«»„“”’–—]|  |^ | $"
_CLEAR_SHARE = 0.8
_BESIDE = "\x1f"  # stands between codes of a shape; cleaned names hold no control signs


def parse_name_values(
    values: pl.Series, *, order: NameOrder | None = None
) -> pl.DataFrame:
    """Return a column for each part of each name, "" where there is none.

    Columns ``family``, ``given``, ``patronymic``, ``rank``, ``call_sign`` and
    ``rest``, as :func:`repatria.names.parse.parse_name` gives them for
    ``order``.  Without an order, the one that the column's plain names show
    is taken.  A null is as a blank.
    """
    read = _read(values)
    shapes = _distinct_shapes(read)
    known = _order_shown(shapes) if order is None else order
    roles = _roles_of_shapes(shapes, known)
    return _parts(read.join(roles, on=["shape", "cyrillic"], maintain_order="left"))


def infer_order_values(values: pl.Series) -> NameOrder:
    """Return the order that the plain names of a column show, if most agree."""
    return _order_shown(_distinct_shapes(_read(values)))


def _read(values: pl.Series) -> pl.DataFrame:
    """Return ``words`` (a list), ``shape`` and ``cyrillic`` of each name."""
    text = _cleaned(values.cast(pl.String).fill_null("")).rename("text")
    column = pl.col("text")
    for pattern, put in SPACING.pairs:
        column = column.str.replace_all(pattern, put)
    read = text.to_frame().select(
        column.str.extract_all(TOKEN).alias("words"),
        pl.col("text").str.contains(CYRILLIC).alias("cyrillic"),
    )
    return read.with_columns(_shapes(read.get_column("words")))


def _cleaned(values: pl.Series) -> pl.Series:
    """Clean the values that need it: most hold plain letters and single spaces."""
    doubtful = values.str.contains(_NOT_PLAIN)
    if not doubtful.any():
        return values
    return values.scatter(doubtful.arg_true(), clean_values(values.filter(doubtful)))


def _shapes(words: pl.Series) -> pl.Series:
    """Return the codes of each row's words, joined."""
    distinct = words.explode(empty_as_null=False).unique()
    if distinct.is_empty():
        return pl.Series("shape", [""] * len(words), dtype=pl.String)
    codes = _codes_of(distinct)
    coded = pl.element().replace_strict(distinct, codes, return_dtype=pl.String)
    return words.list.eval(coded).list.join(_BESIDE).rename("shape")


def _codes_of(distinct: pl.Series) -> pl.Series:
    """Return the code of each distinct word or mark."""
    facts = _facts_of(distinct)
    kinds = facts.unique()
    codes = [code_of(WordFacts(**row)) for row in kinds.iter_rows(named=True)]
    coded = facts.join(
        kinds.with_columns(pl.Series("code", codes, dtype=pl.String)),
        on=FACTS,
        how="left",
        maintain_order="left",
    ).get_column("code")
    marks = distinct.str.contains(MARK)
    return _spelt_out(distinct, coded, marks | coded.str.ends_with("{"))


def _spelt_out(distinct: pl.Series, codes: pl.Series, special: pl.Series) -> pl.Series:
    """Code marks, and add their spelling to words of ranks: there are few of either."""
    places = special.arg_true()
    words, found = distinct.gather(places), codes.gather(places)
    spelt = [
        mark_code(word) or f"{code}{rank_spelling(word)}}}"
        for word, code in zip(words, found, strict=True)
    ]
    return codes.scatter(places, spelt) if spelt else codes


def _facts_of(distinct: pl.Series) -> pl.DataFrame:
    """Return the facts of :class:`WordFacts` for each distinct word."""
    lists, word = name_words(), pl.col("word")
    frame = pl.DataFrame({"word": distinct, "fold": fold_values(distinct)})
    frame = frame.with_columns(
        given=given_class_values(frame["fold"])["first"] >= 0,
        patronymic=looks_patronymic_values(frame["fold"]),
        father=patronymic_class_values(frame["fold"])["first"] >= 0,
        small=word.str.to_lowercase().str.strip_suffix("."),
    )
    code, small = pl.col("fold"), pl.col("small")
    full = list(full_forms())
    return frame.select(
        initial=word.str.contains(INITIAL),
        digit=word.str.contains(DIGIT),
        particle=small.is_in(list(lists.particles))
        & ((word == word.str.to_lowercase()) | ~word.str.contains(CYRILLIC)),
        son_of=code.is_in(list(lists.son_of)),
        call_marker=small.is_in(list(lists.call_markers)),
        remark=pl.when(small.str.len_chars() > 1)
        .then(small)
        .otherwise(word)
        .is_in(list(lists.remarks)),
        given=pl.col("given"),
        full=code.is_in(full) | code.str.extract("^([^ ]*)", 1).is_in(full),
        common=code.is_in(list(most_common_forms())),
        patronymic=pl.col("patronymic"),
        known_father=pl.col("patronymic") & pl.col("father"),
        daughter=pl.col("patronymic") & code.str.ends_with("na"),
        surname=code.str.contains(lists.surname_pattern),
        rank=_rank_words(distinct),
        capitals=(word.str.len_chars() > 1)
        & (word == word.str.to_uppercase())
        & (word != word.str.to_lowercase()),
    )


def _rank_words(distinct: pl.Series) -> pl.Series:
    """Say which words may be part of a rank; only those that start as one are asked."""
    plain = distinct.str.to_lowercase().str.replace_all(RANK_JOINTS.pattern, "")
    asked = plain.str.slice(0, RANK_START).is_in(list(rank_starts()))
    answers = [is_rank_word(word) for word in distinct.filter(asked)]
    return asked.scatter(asked.arg_true(), answers) if answers else asked


def _distinct_shapes(read: pl.DataFrame) -> pl.DataFrame:
    """Return each ``shape`` and ``cyrillic`` once, and how many ``rows`` have it."""
    shapes = read.group_by("shape", "cyrillic").agg(pl.len().alias("rows"))
    return shapes.sort("shape", "cyrillic")


def _codes_in(shape: str) -> tuple[str, ...]:
    return tuple(shape.split(_BESIDE)) if shape else ()


def _roles_of_shapes(shapes: pl.DataFrame, order: NameOrder) -> pl.DataFrame:
    """Return the ``roles`` of each distinct shape."""
    roles = [
        roles_of(_codes_in(shape), order, cyrillic=cyrillic)
        for shape, cyrillic in shapes.select("shape", "cyrillic").iter_rows()
    ]
    return shapes.select("shape", "cyrillic", roles=pl.Series(roles, dtype=pl.String))


def _order_shown(shapes: pl.DataFrame) -> NameOrder:
    """Return the order that most of the plain shapes show, weighed by their rows."""
    seen = dict.fromkeys(NameOrder, 0)
    for shape, cyrillic, rows in shapes.iter_rows():
        seen[shows_order(_codes_in(shape), cyrillic=cyrillic)] += rows
    plain = seen[NameOrder.FAMILY_FIRST] + seen[NameOrder.GIVEN_FIRST]
    for order in (NameOrder.FAMILY_FIRST, NameOrder.GIVEN_FIRST):
        if plain and seen[order] >= _CLEAR_SHARE * plain:
            return order
    return NameOrder.UNKNOWN


def _parts(read: pl.DataFrame) -> pl.DataFrame:
    """Gather words by role; rows of the same roles are gathered together."""
    numbered = read.select("words", "roles").with_row_index("row")
    parts = [
        _parts_of(rows, roles)
        for (roles,), rows in numbered.partition_by(
            "roles", as_dict=True, maintain_order=True
        ).items()
    ]
    if not parts:
        return pl.DataFrame(schema=dict.fromkeys(FIELDS, pl.String))
    return pl.concat(parts).sort("row").select(FIELDS)


def _parts_of(rows: pl.DataFrame, roles: object) -> pl.DataFrame:
    """Return the parts of rows that share one string of roles."""
    letters = str(roles)
    return rows.select(
        "row",
        *[
            _words_at([at for at, one in enumerate(letters) if one == role]).alias(
                field
            )
            for role, field in FIELD_OF_ROLE.items()
        ],
    )


def _words_at(places: list[int]) -> pl.Expr:
    if not places:
        return pl.lit("")
    return pl.concat_str([pl.col("words").list.get(at) for at in places], separator=" ")
