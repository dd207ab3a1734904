"""Forms that change the rules of an exchange: in fields, or as the text itself."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from repatria.exchange.core.errors import (
    LotBrokenError,
    RulesNotTomlError,
    RulesRefusedError,
)
from repatria.exchange.core.refusals import RulesForOthersError
from repatria.exchange.core.rules import Kind
from repatria.exchange.engine.reading.lines import place_told
from repatria.exchange.engine.reading.refusing import categories, ways_home
from repatria.exchange.engine.reading.rules import rules_in, rules_of
from repatria.exchange.engine.reading.write_rules import toml_of
from repatria.exchange.report.agreed import KINDS
from repatria.rulebook.core.words import CATEGORIES, FOLLOWS
from repatria.rulebook.load import is_rule, load_rule
from repatria.rulebook.tables import all_tables
from repatria.shared.errors import in_words
from repatria.shared.text import say

MOST_BYTES = 64 * 1024
SPARE_ROWS, MOST_NUMBERS = 3, 9
THE_REST = "RULES.toml"
_FIELD_OF = {
    "tiers": "tier_1",
    "exempt": "tier_1",
    "require_consent": "tier_1",
    "parity.kind": "kind",
    "parity.table": "table",
    "as_of": "as_of",
    "floors": "floors",
    "categories": "categories",
    "lot.seed": "seed",
}
"""Where a refusal at a key is shown, if a field asks for it."""
_TICKS = {"exempt": _("outside parity"), "consent": _("only with a recorded yes")}
_BAD_RULES = (RulesRefusedError, RulesForOthersError, LotBrokenError)


class RulesTextForm(forms.Form):
    """The rules as the text of RULES.toml."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("The text of RULES.toml"),
        widget=forms.Textarea(
            attrs={"rows": 24, "spellcheck": "false", "translate": "no", "dir": "ltr"}
        ),
        max_length=MOST_BYTES,
        strip=False,
    )
    why = forms.CharField(
        label=_("Why is it changed?"),
        help_text=_("Kept with the version; every reader of this exchange sees it."),
        max_length=200,
        required=False,
    )

    wrong_line = 0

    def clean_text(self) -> str:
        """Refuse what are no rules, with the line."""
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")
        try:
            rules_in(text, file=THE_REST)
        except _BAD_RULES as refusal:
            self.wrong_line = int(refusal.facts.get("line", 0))
            raise forms.ValidationError(in_words(refusal)) from refusal
        return text

    def around_the_fault(self) -> list[dict[str, Any]]:
        """Return the refused line with its neighbours, to be shown with numbers."""
        lines = self.data.get("text", "").splitlines()
        first = max(1, self.wrong_line - 1)
        return [
            {"n": n, "text": lines[n - 1], "wrong": n == self.wrong_line}
            for n in range(first, min(len(lines), self.wrong_line + 1) + 1)
            if self.wrong_line
        ]


class CopyForm(forms.Form):
    """A party's own copy of rules that the agency keeps."""

    text = forms.CharField(
        label=_("Your own copy of RULES.toml"),
        help_text=_("Kept only where its hash is the one that the agency told."),
        widget=forms.Textarea(
            attrs={"rows": 8, "spellcheck": "false", "translate": "no", "dir": "ltr"}
        ),
        max_length=MOST_BYTES,
        strip=False,
    )

    def clean_text(self) -> str:
        """Return the text with the line ends that a file has."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class RulesFieldsForm(forms.Form):
    """What most rules say, one field each, and the rest as text.

    Made for what rules say now (``told``, the keys of RULES.toml) and for the
    parties of the exchange, whom no field can change.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput)
    as_of = forms.DateField(
        label=_("Day of the list"),
        help_text=_("Days in captivity are counted to it. Empty: the round's day."),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("How do people stand against people?"),
        choices=lambda: [(kind.value, say(words)) for kind, words in KINDS.items()],
    )
    table = forms.ChoiceField(
        label=_("Table of values, where ranks count"),
        required=False,
        choices=lambda: [
            ("", _("the parties' own, written below")),
            *((name, name) for name in all_tables()),
        ],
    )
    categories = forms.MultipleChoiceField(
        label=_("Which categories are computed, where a list writes none?"),
        required=False,
        help_text=_("Of those that hold for somebody the first one counts."),
        widget=forms.CheckboxSelectMultiple(attrs={"translate": "no"}),
    )
    floors = forms.CharField(
        label=_("Least number from a region"),
        help_text=_("One region a line, such as: coast = 5"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    seed = forms.CharField(
        label=_("Seed of the lot"),
        help_text=_("Made by all parties together, so that nobody can choose."),
        required=False,
        max_length=200,
    )
    rest = forms.CharField(
        label=_("Everything else, as TOML"),
        help_text=_("Own tables, ratios, blocs, what goes with the persons."),
        widget=forms.Textarea(
            attrs={"rows": 8, "spellcheck": "false", "translate": "no", "dir": "ltr"}
        ),
        max_length=MOST_BYTES,
        required=False,
    )
    why = RulesTextForm.base_fields["why"]

    def __init__(
        self, told: Mapping[str, Any], parties: Sequence[str], *given: Any, **more: Any
    ) -> None:
        self.parties = sorted(parties)
        tiers = [str(one) for one in told.get("tiers", ())]
        self.rows = range(1, len(tiers) + SPARE_ROWS + 1)
        self.legs = [f"{a}>{b}" for a, b in permutations(self.parties, 2)]
        more["initial"] = _initial(told, tiers, self) | more.get("initial", {})
        super().__init__(*given, **more)
        chosen: list[str] = self.initial["categories"]
        # Chosen ones first and in their order: a browser posts them as they stand.
        others = [one for one in categories() if one not in chosen]
        self.fields["categories"].choices = [  # type: ignore[attr-defined]
            (one, _named(one)) for one in (*chosen, *others)
        ]
        for row in self.rows:
            self._ask_about_tier(row)
        for name, label in self._numbers():
            self.fields[name] = forms.IntegerField(
                label=label, min_value=0, max_value=1_000_000, required=False
            )

    def _ask_about_tier(self, row: int) -> None:
        numbers = [str(n) for n in range(1, MOST_NUMBERS + 1)]
        written = self.initial.get(f"tier_{row}", "")
        known = [*ways_home(), *numbers]
        names = known if not written or written in known else [written, *known]
        self.fields[f"tier_{row}"] = forms.ChoiceField(
            label=_("Tier {n}").format(n=row),
            choices=[("", "–"), *((name, _named(name)) for name in names)],
            widget=forms.Select(attrs={"translate": "no"}),
            required=False,
        )
        for key, words in _TICKS.items():
            label = f"{_('Tier {n}').format(n=row)}: {words}"
            tick = forms.CheckboxInput(attrs={"aria-label": label})
            self.fields[f"{key}_{row}"] = forms.BooleanField(
                label=label, required=False, widget=tick
            )

    def _numbers(self) -> Iterator[tuple[str, Any]]:
        for place, leg in enumerate(self.legs):
            yield f"seats_{place}", leg
        for place, party in enumerate(self.parties):
            yield f"extra_{place}", party

    def tier_rows(self) -> list[dict[str, Any]]:
        """Return the fields of each tier, in order."""
        return [
            {key: self[f"{key}_{row}"] for key in ("tier", "exempt", "consent")}
            for row in self.rows
        ]

    def numbers(self, key: str) -> list[Any]:
        """Return the fields of ``seats`` or ``extra``."""
        return [self[name] for name, _label in self._numbers() if name.startswith(key)]

    def seats_fields(self) -> list[Any]:
        """Return the fields of seats, one a direction."""
        return self.numbers("seats_")

    def extra_fields(self) -> list[Any]:
        """Return the fields of what a party may give beyond parity."""
        return self.numbers("extra_")

    def clean(self) -> dict[str, Any]:
        """Put the fields and the rest together, and refuse what are no rules."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            told = self._told(cleaned)
            if told is not None:
                self._check(told)
                cleaned["text"] = toml_of(told)
        return cleaned

    def _told(self, cleaned: Mapping[str, Any]) -> dict[str, Any] | None:
        floors = self._table_in("floors", cleaned["floors"])
        rest = self._table_in("rest", cleaned["rest"])
        if floors is None or rest is None:
            return None
        if any(not isinstance(rest.get(key, {}), dict) for key in _TABLES):
            said = _("Write these as tables: {keys}.")
            self.add_error("rest", said.format(keys=", ".join(_TABLES)))
            return None
        parity, lot = rest.get("parity", {}), rest.get("lot", {})
        own = _told_by_fields(cleaned, self)
        twice = _asked_twice(own, rest)
        if cleaned["table"] and "table" in parity:
            twice.append("parity.table")
        if twice:
            said = _("Asked for by a field above: {keys}.")
            self.add_error("rest", said.format(keys=", ".join(twice)))
            return None
        named = {"table": cleaned["table"]} if cleaned["table"] else {}
        seed = {"seed": cleaned["seed"]} if cleaned["seed"] else {}
        more = {key: {**rest.get(key, {}), **own[key]} for key in _COUNTED}
        return {
            **rest,
            **own,
            **more,
            "parity": {"kind": cleaned["kind"], **parity, **named},
            "floors": floors,
            "lot": {**seed, **lot},
        }

    def _table_in(self, field: str, text: str) -> dict[str, Any] | None:
        try:
            return tomllib.loads(text.replace("\r\n", "\n"))
        except tomllib.TOMLDecodeError as fault:
            line, column = place_told(str(fault), text)
            refusal = RulesNotTomlError(
                file=THE_REST, line=str(line), column=str(column)
            )
            self.add_error(field, in_words(refusal))
            return None

    def _check(self, told: Mapping[str, Any]) -> None:
        try:
            rules_of(told, file=THE_REST)
        except _BAD_RULES as refusal:
            key = refusal.facts.get("rule", "")
            parts = (".".join(key.split(".")[:n]) for n in range(9, 0, -1))
            field = next((_FIELD_OF[one] for one in parts if one in _FIELD_OF), "rest")
            self.add_error(field, in_words(refusal))


def _named(rule: str) -> str:
    """Return a rule's id with whom it gathers, or what follows; a number as it is."""
    if not is_rule(rule):
        return rule
    found = load_rule(rule)
    words = CATEGORIES.get(found.category) or FOLLOWS[found.outcome]
    return f"{rule} · {say(words)}"


def _initial(
    told: Mapping[str, Any], tiers: list[str], form: RulesFieldsForm
) -> dict[str, Any]:
    """Return what the fields show of rules as they are."""
    parity = dict(told.get("parity", {}))
    lot = dict(told.get("lot", {}))
    exempt = {str(one) for one in told.get("exempt", ())}
    consent = {str(one) for one in told.get("require_consent", ())}
    table = parity.pop("table", "")
    named = table if isinstance(table, str) else ""
    own = {} if named or not table else {"table": table}
    places = dict(enumerate(tiers, 1))
    kind = parity.pop("kind", Kind.COUNT.value)
    seed = lot.pop("seed", "")
    rest = {**told, "parity": {**parity, **own}, "lot": lot}
    for key in (*_OWN, "floors", "parties"):
        rest.pop(key, None)
    for key, names in (("seats", form.legs), ("extra", form.parties)):
        asked = told.get(key, {})
        rest[key] = {name: n for name, n in asked.items() if name not in names}
    return {
        "as_of": told.get("as_of"),
        "kind": kind,
        "table": named,
        "categories": list(told.get("categories", ())),
        "floors": toml_of(told.get("floors", {})).strip(),
        "seed": seed,
        "rest": toml_of(rest).strip(),
        **{f"tier_{row}": name for row, name in places.items()},
        **{f"exempt_{row}": name in exempt for row, name in places.items()},
        **{f"consent_{row}": name in consent for row, name in places.items()},
        **_numbers_told(told.get("seats", {}), "seats", form.legs),
        **_numbers_told(told.get("extra", {}), "extra", form.parties),
    }


_COUNTED = ("seats", "extra")
_TABLES = ("parity", "lot", *_COUNTED)
_OWN = ("as_of", "tiers", "exempt", "require_consent", "categories", *_COUNTED)


def _asked_twice(own: Mapping[str, Any], rest: Mapping[str, Any]) -> list[str]:
    """Return the keys that both the fields and the rest speak of."""
    twice = {key for key in rest.keys() & own.keys() if key not in _COUNTED}
    twice |= {"floors"} & rest.keys()
    inside = {
        "parity": {"kind"},
        "lot": {"seed"},
        **{one: own[one] for one in _COUNTED},
    }
    for key, names in inside.items():
        twice |= {f"{key}.{name}" for name in rest.get(key, {}).keys() & set(names)}
    return sorted(twice)


def _numbers_told(
    told: Mapping[str, int], key: str, names: Sequence[str]
) -> dict[str, int]:
    return {
        f"{key}_{place}": told[name] for place, name in enumerate(names) if name in told
    }


def _told_by_fields(
    cleaned: Mapping[str, Any], form: RulesFieldsForm
) -> dict[str, Any]:
    rows = [row for row in form.rows if cleaned.get(f"tier_{row}")]
    tiers = {row: cleaned[f"tier_{row}"] for row in rows}

    def ticked(key: str) -> list[str]:
        return [tiers[row] for row in rows if cleaned[f"{key}_{row}"]]

    def numbers(key: str, names: Sequence[str]) -> dict[str, int]:
        found = ((name, cleaned[f"{key}_{n}"]) for n, name in enumerate(names))
        return {name: number for name, number in found if number is not None}

    return {
        "parties": form.parties,
        "as_of": cleaned["as_of"],
        "tiers": list(tiers.values()),
        "exempt": ticked("exempt"),
        "require_consent": ticked("consent"),
        "categories": cleaned["categories"],
        "seats": numbers("seats", form.legs),
        "extra": numbers("extra", form.parties),
    }
