"""Recognising columns by what stands in them, where the header does not say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from repatria.register.core.fields import Field
from repatria.register.core.ragged import looks_like_date
from repatria.shared.dates import read_date

_WORD = re.compile(r"[^\W\d_]+(?:[-'’ʼ`][^\W\d_]+)*")
_PATRONYMIC = re.compile(
    r"(?:ович|евич|йович|ьович|івна|ївна|овна|евна|івич|ovych|ovich|evich|yovych|iovych"
    r"|owicz|ewicz|ivna|yivna|ovna|evna|iwna|owna|ёвич|аўна|еўна|авіч)\Z"
)
_FAMILY = re.compile(
    r"(?:енко|енка|чук|щук|юк|як|ський|ська|цький|цька|ов|ова|ев|ева|єв|єва|ін|іна|ин|ина"
    r"|ский|ская|цкий|цкая|ак|ець|ко|enko|chuk|czuk|skyi|skyy|skiy|sky|ska|skaya|ov|ova|ev"
    r"|eva|yev|in|ina|uk|yuk|ak|ets|ski|wski)\Z"
)
_RANK = re.compile(
    r"\b(?:рядов\w*|солдат\w*|старш\w* солдат\w*|матрос\w*|сержант\w*|старшин\w*|прапорщик\w*"
    r"|мічман\w*|мичман\w*|лейтенант\w*|капітан\w*|капитан\w*|майор\w*|підполковник\w*"
    r"|подполковник\w*|полковник\w*|генерал\w*|єфрейтор\w*|ефрейтор\w*|лейт|серж|кап|солд|ряд"
    r"|private|soldier|seaman|sailor|corporal|sergeant|serzhant|starshyna|starshina|lieutenant"
    r"|leitenant|captain|kapitan|major|maior|colonel|polkovnyk|polkovnik|general|ensign|warrant"
    r"|praporshchyk|praporshchik|soldat|riadovyi|ryadovoy|gefreiter|inft|korp|zugsf|leutnant"
    r"|pvt|sgt|cpl|ltc?|cpt|capt|maj|col|szeregowy|kapral|sierżant|porucznik)\b"
)
_UNIT = re.compile(
    r"в[/. ]?\s?ч|військов\w* частин|войсков\w* част|бригад|\bо[мшдтаб]{1,3}бр\b|\bбр\w*\b.*\d"
    r"|батальйон|батальон|полк\b|полку\b|дивізі|дивизи|\b[абт]\s?\d{4}\b|\bвч\s?\d{4,5}\b"
    r"|brigade|battalion|regiment|\bbn\b|\bmech\w*\b|\bregt\b|military unit|\b[abt]\d{4}\b"
)
_HELD = re.compile(
    r"сізо|сизо|колоні|колони|\bвк-?\d|\bік-?\d|\bик-?\d|табір|лагерь|тюрм|\bсиз\b"
    r"|sizo|colony|penal|camp\b|prison\b|\bik-?\d|detention"
)
_PLACE = re.compile(
    r"^(?:м|с|смт|г|гор|пос|сел|ст|х|д|дер)\.\s?\w|\bобл\b|област|\bр-н\b|район|oblast|raion|region"
)
_NUMBER_OF_A_PERSON = re.compile(r"(?=.*\d{4})[\w]{0,4}[-/ №]?\d[\d -]{4,12}\w{0,2}")
_SEXES = frozenset("ч ж м чол жін муж жен чоловіча жіноча мужской женский m f w male female k".split())
_GIVEN = frozenset(
    "олександр сергій андрій володимир микола віктор іван юрій василь олексій михайло дмитро "
    "ігор анатолій петро роман олег євген богдан павло віталій максим валерій тарас ярослав "
    "денис артем антон олена оксана тетяна ірина наталія анна марія александр сергей андрей "
    "владимир николай виктор иван юрий василий алексей михаил дмитрий игорь анатолий петр "
    "евгений павел виталий валерий максим кирилл никита oleksandr serhii andrii volodymyr "
    "mykola viktor ivan yurii vasyl oleksii mykhailo dmytro ihor anatolii petro roman oleh "
    "yevhen bohdan pavlo vitalii maksym taras aleksandr alexander sergey sergei andrey andrei "
    "vladimir nikolay nikolai yuri yuriy vasily aleksey alexey mikhail dmitry dmitri igor "
    "anatoly oleg evgeny pavel john james william george thomas robert johann josef franz karl "
    "jean pierre jan józef stanisław".split()
)


class Guess(NamedTuple):
    """What a column was taken for by its content, with a certainty from 0 to 1."""

    field: Field
    certainty: float


def guess_field(values: Sequence[str]) -> Guess | None:
    """Return what most of the values can only be, or ``None``.

    Dates are told apart by ``birth_or_capture`` and come back as birth dates.

    >>> guess_field(["Іванович", "Petrivna", "Сергійович"])
    Guess(field=<Field.PATRONYMIC: 'patronymic'>, certainty=0.8)
    """
    said = [value.strip().casefold() for value in values if value.strip()]
    if not said:
        return None
    for field, least, certainty, test in _TESTS:
        if _share(said, test) >= least:
            return Guess(field, certainty)
    if len(said) >= 3 and len(set(said)) == len(said) and _share(said, _numbers_person) > 0.9:
        return Guess(Field.SERVICE_NUMBER, 0.5)
    return None


def looks_like_person(cells: Sequence[str]) -> bool:
    """Whether a row speaks of a person rather than naming columns."""
    said = [cell.strip().casefold() for cell in cells if cell.strip()]
    return any(
        looks_like_date(cell)
        or _patronymic(cell)
        or cell in _GIVEN
        or (_RANK.match(cell) and " " not in cell)
        for cell in said
    )


def birth_or_capture(columns: Sequence[Sequence[str]]) -> tuple[Field, ...]:
    """Tell columns of dates apart: births lie far back and far from each other.

    Of several columns the earliest holds births and the next captures; one
    alone holds births when its years spread over more than twelve.
    """
    years = [_middle_years(values) for values in columns]
    if len(columns) == 1:
        low, _, high = years[0]
        return (Field.BIRTH_DATE if high - low > 12 else Field.CAPTURED_ON,)
    ranked = sorted(range(len(columns)), key=lambda at: (years[at][1], at))
    meant = {ranked[0]: Field.BIRTH_DATE, ranked[1]: Field.CAPTURED_ON}
    return tuple(meant.get(at, Field.NOTE) for at in range(len(columns)))


def _middle_years(values: Sequence[str]) -> tuple[int, int, int]:
    """Return the years at a tenth, a half and nine tenths of the dates."""
    years = sorted(year for value in values if (year := read_date(value.strip()).year))
    if not years:
        return 0, 0, 0
    last = len(years) - 1
    return years[last // 10], years[last // 2], years[last - last // 10]


def _share(said: Sequence[str], test: object) -> float:
    assert callable(test)  # noqa: S101 - the table below holds functions only
    return sum(bool(test(value)) for value in said) / len(said)


def _patronymic(value: str) -> bool:
    return bool(_PATRONYMIC.search(value)) and bool(_WORD.fullmatch(value)) and len(value) > 5


def _whole_name(value: str) -> bool:
    words = value.replace(",", " ").split()
    if not 2 <= len(words) <= 5 or not all(_WORD.fullmatch(word.strip(".")) for word in words):
        return False
    return any(_patronymic(word) or word in _GIVEN for word in words)


def _family(value: str) -> bool:
    return bool(_FAMILY.search(value)) and bool(_WORD.fullmatch(value)) and value not in _GIVEN


def _numbers_person(value: str) -> bool:
    return _NUMBER_OF_A_PERSON.fullmatch(value) is not None


# Field, least share of the values, certainty, test; the first that holds wins.
_TESTS = (
    (Field.BIRTH_DATE, 0.8, 0.6, looks_like_date),
    (Field.PATRONYMIC, 0.6, 0.8, _patronymic),
    (Field.FULL_NAME, 0.4, 0.8, _whole_name),
    (Field.SEX, 0.95, 0.7, _SEXES.__contains__),
    (Field.RANK, 0.6, 0.8, _RANK.search),
    (Field.UNIT, 0.6, 0.7, _UNIT.search),
    (Field.HELD_AT, 0.5, 0.5, _HELD.search),
    (Field.GIVEN, 0.4, 0.7, _GIVEN.__contains__),
    (Field.FAMILY, 0.5, 0.6, _family),
    (Field.BIRTH_PLACE, 0.6, 0.3, _PLACE.search),
)
