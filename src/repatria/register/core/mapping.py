"""Which column of a list is which field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from repatria.register.core.content import birth_or_capture, guess_field, single_words
from repatria.register.core.errors import ColumnMissingError
from repatria.register.core.fields import DATE_FIELDS, ColumnMap, Field, MappedColumn
from repatria.register.core.headers import header_key, understand
from repatria.shared.text import mark as _

_PLAIN_NAME = frozenset(
    map(header_key, ("name", "names", "імя", "имя", "nom", "الاسم"))
)
_ELSEWHERE = _("Another column was surer for the same field.")


class _Claim(NamedTuple):
    """A column's claim to a field, before rivals are heard."""

    column: str
    at: int
    field: Field
    part: str
    how: str
    certainty: float


def map_columns(
    names: Sequence[str],
    samples: Sequence[Sequence[str]],
    *,
    given: ColumnMap | None = None,
    has_header: bool = True,
    file: str = "",
) -> tuple[MappedColumn, ...]:
    """Return what each column was taken for, in the list's own order.

    ``samples`` hold some values of each column.  What ``given`` says stands;
    then headers are asked, then the content of columns whose header said
    nothing.  Of two columns for one field the surer is kept, of equals the
    fuller, then the first.  Raises ``ColumnMissingError`` for a column that
    ``given`` names and the list lacks.
    """
    given = given or ColumnMap()
    _check_given(names, given, file)
    fixed = _given_claims(names, given)
    settled = {claim.at for claim in fixed} | {
        at for at, name in enumerate(names) if name in given.ignored
    }
    claims = list(fixed)
    understood: set[int] = set(settled)
    if has_header:
        headers = [claim for claim in _header_claims(names) if claim.at not in settled]
        claims += _name_beside_family(headers, fixed)
        understood |= _known_headers(names)
    held = {claim.field for claim in claims}
    claims += _content_claims(names, samples, understood, held)
    return _heard(names, samples, claims, given)


def _check_given(names: Sequence[str], given: ColumnMap, file: str) -> None:
    named = [column for columns in given.columns.values() for column in columns]
    for column in (*named, *given.ignored):
        if column not in names:
            there = ", ".join(names[:50])
            raise ColumnMissingError(file=file, column=column, columns=there)


def _given_claims(names: Sequence[str], given: ColumnMap) -> list[_Claim]:
    parts = {3: ("day", "month", "year"), 2: ("month", "year")}
    claims = []
    for field, columns in given.columns.items():
        dated = parts.get(len(columns), ()) if field in DATE_FIELDS else ()
        for order, column in enumerate(columns):
            part = (
                dated[order]
                if dated
                else (f"piece {order + 1}" if len(columns) > 1 else "")
            )
            claims.append(
                _Claim(column, names.index(column), field, part, "given", 1.0)
            )
    return claims


def _header_claims(names: Sequence[str]) -> list[_Claim]:
    return [
        _Claim(name, at, field, meant.part, "header", meant.certainty)
        for at, name in enumerate(names)
        if (meant := understand(name))
        for field in (meant.field, meant.also)
        if field
    ]


def _known_headers(names: Sequence[str]) -> set[int]:
    return {at for at, name in enumerate(names) if understand(name) is not None}


def _name_beside_family(claims: list[_Claim], fixed: list[_Claim]) -> list[_Claim]:
    """Take plain "Name" beside "Surname" for the given name, and the reverse."""
    held = {claim.field for claim in (*claims, *fixed)}
    if Field.FAMILY in held and Field.GIVEN not in held:
        other = Field.GIVEN
    elif Field.GIVEN in held and Field.FAMILY not in held:
        other = Field.FAMILY
    else:
        return claims
    return [
        claim._replace(field=other, certainty=0.9)
        if claim.field is Field.FULL_NAME and header_key(claim.column) in _PLAIN_NAME
        else claim
        for claim in claims
    ]


def _content_claims(
    names: Sequence[str],
    samples: Sequence[Sequence[str]],
    known: set[int],
    held: set[Field],
) -> list[_Claim]:
    guesses = {
        at: guess
        for at in range(len(names))
        if at not in known and (guess := guess_field(samples[at]))
    }
    dated = [at for at, guess in guesses.items() if guess.field in DATE_FIELDS]
    meant = _date_meanings(dated, samples, held)
    claims = []
    barred = _barred_names(held, {guess.field for guess in guesses.values()})
    for at, guess in guesses.items():
        if guess.field in barred:
            continue
        field = meant.get(at, guess.field)
        if field not in held and field is not Field.NOTE:
            claims.append(_Claim(names[at], at, field, "", "content", guess.certainty))
    free = [
        at
        for at in range(len(names))
        if at not in known and at not in guesses and single_words(samples[at])
    ]
    return claims + _names_beside(names, claims, free, held)


def _names_beside(
    names: Sequence[str],
    claims: Sequence[_Claim],
    free: Sequence[int],
    held: set[Field],
) -> list[_Claim]:
    """Take columns of single words beside name columns for the missing names.

    Before a patronymic stands the given name, beside the given name the family
    name, in every order that lists keep.
    """
    found = {claim.field: claim.at for claim in claims}
    if Field.FULL_NAME in held | set(found):
        return []
    beside: list[_Claim] = []
    for field, known, steps in (
        (Field.GIVEN, Field.PATRONYMIC, (-1,)),
        (Field.FAMILY, Field.GIVEN, (-1, 1)),
    ):
        places = [found[known] + step for step in steps] if known in found else []
        open_places = [at for at in places if at in free and at not in found.values()]
        if field not in held | set(found) and open_places:
            found[field] = at = open_places[0]
            beside.append(_Claim(names[at], at, field, "", "content", 0.5))
    return beside


def _barred_names(held: set[Field], guessed: set[Field]) -> frozenset[Field]:
    """Return the name fields that no column may be guessed to hold.

    Whole names in one column leave no place for their parts in another, and the
    other way round: such a column holds a region, a mother, a contact.
    """
    parts = frozenset({Field.FAMILY, Field.GIVEN, Field.PATRONYMIC})
    if parts & held:
        return frozenset({Field.FULL_NAME})
    return parts if Field.FULL_NAME in held | guessed else frozenset()


def _date_meanings(
    dated: Sequence[int], samples: Sequence[Sequence[str]], held: set[Field]
) -> Mapping[int, Field]:
    if not dated:
        return {}
    meant = birth_or_capture([samples[at] for at in dated])
    open_fields = [field for field in DATE_FIELDS if field not in held]
    if len(dated) > 1 and len(open_fields) == 1:  # one date is known by its header
        alone = {at: birth_or_capture([samples[at]])[0] for at in dated}
        return {
            at: field if field in open_fields else Field.NOTE
            for at, field in alone.items()
        }
    return dict(zip(dated, meant, strict=True))


def _heard(
    names: Sequence[str],
    samples: Sequence[Sequence[str]],
    claims: Sequence[_Claim],
    given: ColumnMap,
) -> tuple[MappedColumn, ...]:
    """Let the claims to one field compete, and list every column."""
    filled = [sum(bool(value.strip()) for value in values) for values in samples]
    ranked = sorted(claims, key=lambda one: (-one.certainty, -filled[one.at], one.at))
    kept: dict[tuple[Field, str], _Claim] = {}
    for claim in ranked:
        whole = kept.get((claim.field, ""))
        if whole is None or (
            claim.how == "given" and whole.how == "given" and claim.part
        ):
            kept.setdefault((claim.field, claim.part), claim)
    winners = _wholes_over_parts(list(kept.values()))
    return tuple(
        mapped
        for at, name in enumerate(names)
        for mapped in (
            [MappedColumn(name, how="given")]
            if name in given.ignored
            else _of_column(at, name, claims, winners)
        )
    )


def _wholes_over_parts(kept: list[_Claim]) -> list[_Claim]:
    """Prefer a whole date to its parts, wherever the whole came."""
    whole = {claim.field for claim in kept if not claim.part}
    return [claim for claim in kept if not claim.part or claim.field not in whole]


def _of_column(
    at: int, name: str, claims: Sequence[_Claim], winners: Sequence[_Claim]
) -> list[MappedColumn]:
    won = [
        MappedColumn(name, one.field, one.how, one.certainty, one.part)  # type: ignore[arg-type]
        for one in winners
        if one.at == at
    ]
    lost = any(claim.at == at for claim in claims)
    return won or [MappedColumn(name, note=_ELSEWHERE if lost else "")]
