"""Names of the months as people write them, in seven languages."""

from __future__ import annotations

# One line a month: nominative, genitive and, where it differs, the form after
# "in".  Any beginning of three letters or more is understood as an abbreviation.
_FORMS = (
    "січень січня січні январь января январе студзень студзеня студзені january "
    "januar jänner janvier styczeń stycznia styczniu",
    "лютий лютого лютому февраль февраля феврале люты лютага february februar feber "
    "février fevrier luty lutego lutym",
    "березень березня березні март марта марте сакавік сакавіка сакавіку march märz "
    "maerz mars marzec marca marcu",
    "квітень квітня квітні апрель апреля апреле красавік красавіка красавіку april "
    "avril kwiecień kwietnia kwietniu",
    "травень травня травні май мая мае маі маю may mai maj maja maju",
    "червень червня червні июнь июня июне чэрвень чэрвеня чэрвені june juni juin "
    "czerwiec czerwca czerwcu",
    "липень липня липні июль июля июле ліпень ліпеня ліпені july juli juillet lipiec "
    "lipca lipcu",
    "серпень серпня серпні август августа августе жнівень жніўня жніўні august août "
    "aout sierpień sierpnia sierpniu",
    "вересень вересня вересні сентябрь сентября сентябре верасень верасня верасні "
    "september septembre wrzesień września wrześniu",
    "жовтень жовтня жовтні октябрь октября октябре кастрычнік кастрычніка october "
    "oktober octobre październik października pazdziernika październiku",
    "листопад листопада листопаді ноябрь ноября ноябре лістапад лістапада november "
    "novembre listopad listopada listopadzie",
    "грудень грудня грудні декабрь декабря декабре снежань снежня снежні december "
    "dezember décembre decembre grudzień grudnia grudniu",
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_LEAST_LETTERS = 3


def _beginnings(form: str) -> set[str]:
    return {form[:end] for end in range(_LEAST_LETTERS, len(form) + 1)}


def _table() -> dict[str, int]:
    """Map every form and every unambiguous beginning of one to its month."""
    whole = {form: at for at, line in enumerate(_FORMS, 1) for form in line.split()}
    meant: dict[str, set[int]] = {}
    for form, month in whole.items():
        for beginning in _beginnings(form):
            meant.setdefault(beginning, set()).add(month)
    agreed = {text: months.pop() for text, months in meant.items() if len(months) == 1}
    return agreed | whole


_MONTHS = _table()
_ROMAN_MONTHS = {numeral: at for at, numeral in enumerate(_ROMAN, 1)}


def month_called(word: str) -> int:
    """Return 1 to 12 for a month's name in lower case, 0 for any other word.

    Knows Ukrainian, Russian, Belarusian, English, German, French and Polish,
    with cases and with abbreviations of three letters or more.

    >>> month_called("травня"), month_called("sept"), month_called("mariupol")
    (5, 9, 0)
    """
    return _MONTHS.get(word, 0)


def roman_month(word: str) -> int:
    """Return 1 to 12 for a Roman numeral in lower case, 0 for anything else.

    >>> roman_month("v"), roman_month("xx")
    (5, 0)
    """
    return _ROMAN_MONTHS.get(word, 0)
