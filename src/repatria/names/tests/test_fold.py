"""One name, one code: romanisations merge, different names stay apart."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.names.fold import fold, skeleton, surname_fold, surname_skeleton

anything = st.text(max_size=30)
in_cyrillic = st.text("абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюяў' -", max_size=30)
in_latin = st.text("abcdefghijklmnopqrstuvwxyzšžčćśżźłęąûâëöü' -", max_size=30)
names = st.lists(in_cyrillic | in_latin, max_size=3).map(" ".join)


SPELT_ALIKE = [
    pytest.param("Шевченко", "Shevchenko", id="BGN/PCGN sh ch"),
    pytest.param("Шевченко", "Ševčenko", id="ISO 9 carons"),
    pytest.param("Шевченко", "Schewtschenko", id="German sch tsch"),
    pytest.param("Шевченко", "Chevtchenko", id="French ch tch"),
    pytest.param("Шевченко", "Szewczenko", id="Polish sz cz"),
    pytest.param("Шевченко", "SHEVCHENKO", id="capitals"),
    pytest.param("Шевченко", "Шевчeнкo", id="Latin look-alikes inside"),
    pytest.param("Щербак", "Shcherbak", id="English shch"),
    pytest.param("Щербак", "Schtscherbak", id="German schtsch"),
    pytest.param("Щербак", "Szczerbak", id="Polish szcz"),
    pytest.param("Щербак", "Chtcherbak", id="French chtch"),
    pytest.param("Щербак", "Ŝerbak", id="ISO 9 s with circumflex"),
    pytest.param("Жуков", "Zhukov", id="English zh"),
    pytest.param("Жуков", "Żukow", id="Polish dotted z"),
    pytest.param("Жуков", "Joukov", id="French j before ou"),
    pytest.param("Жуков", "Žukov", id="Croatian caron"),
    pytest.param("Хоменко", "Khomenko", id="English kh"),
    pytest.param("Хоменко", "Homenko", id="press h"),
    pytest.param("Захарчук", "Zacharczuk", id="Polish ch"),
    pytest.param("Сухоруков", "Suchorukow", id="German ch"),
    pytest.param("Кравцов", "Kravtsov", id="English ts"),
    pytest.param("Кравцов", "Kravcov", id="Croatian c"),
    pytest.param("Кравцов", "Kravtzov", id="press tz"),
    pytest.param("Рудницький", "Rudnytskyi", id="Ukraine 2010 -tskyi"),
    pytest.param("Рудницький", "Rudnicki", id="Polish -cki"),
    pytest.param("Рудницкий", "Rudnitsky", id="press -tsky"),
    pytest.param("Григорій", "Hryhorii", id="Ukraine 2010 h for г"),
    pytest.param("Григорій", "Hryhorij", id="Polish h for г"),
    pytest.param("Григорий", "Grigory", id="g for г and a bare y"),
    pytest.param("Володимир", "Wołodymyr", id="Polish barred l"),
    pytest.param("Василь", "Wassyl", id="German w and ss"),
    pytest.param("Василий", "Vassili", id="French ss and i"),
    pytest.param("Евгений", "Jewgenij", id="German je"),
    pytest.param("Евгений", "Evgueni", id="French gue"),
    pytest.param("Евгений", "Yevgeny", id="English ye"),
    pytest.param("Євген", "Ievhen", id="ICAO ie for є"),
    pytest.param("Юрий", "Iouri", id="French iou"),
    pytest.param("Юрій", "Iurii", id="ICAO iu"),
    pytest.param("Юрій", "Jurij", id="German ju"),
    pytest.param("Юлія", "Yuliya", id="BGN -iya"),
    pytest.param("Юлія", "Julija", id="Croatian -ija"),
    pytest.param("Татьяна", "Tatiana", id="soft sign before я"),
    pytest.param("Соловьёв", "Solovyov", id="yo"),
    pytest.param("Соловьёв", "Solov'ev", id="apostrophe for the soft sign"),
    pytest.param("Соловьёв", "Solowjow", id="German jo"),
    pytest.param("Соловьёв", "Соловйов", id="Ukrainian йо"),
    pytest.param("Соловьёв", "Соловьев", id="dots left out"),
    pytest.param("Лук'яненко", "Lukianenko", id="apostrophe left out"),
    pytest.param("Лук’яненко", "Lukyanenko", id="another apostrophe"),
    pytest.param("Алексей", "Alexey", id="x for ks"),
    pytest.param("Алексеев", "Alexeiev", id="French ie"),
    pytest.param("Алексеев", "Alekseyev", id="BGN ye"),
    pytest.param("Романов", "Romanoff", id="old -off"),
    pytest.param("Мюллер", "Müller", id="German ü"),
    pytest.param("Яковлев", "Âkovlev", id="ISO 9 a with circumflex"),
    pytest.param("Филипп", "Philip", id="ph and doubled letter"),
    pytest.param("Сергеевич", "Сергійович", id="patronymic in two languages"),
    pytest.param("Нечуй-Левицький", "Nechui Levytskyi", id="hyphen and blank"),
]


@pytest.mark.parametrize(("one", "other"), SPELT_ALIKE)
def test_spellings_of_one_name_share_a_fold(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Кравцов", "Krawzow", id="German z for ц"),
        pytest.param("Кузнецов", "Kusnezow", id="German s for з"),
        pytest.param("Жуков", "Schukow", id="German sch for ж"),
        pytest.param("Шевченко", "Шевченка", id="Belarusian or genitive ending"),
        pytest.param("Александр", "Олександр", id="another first vowel"),
        pytest.param("Бондарь", "Bondar", id="soft end"),
        pytest.param("Ковалёв", "Kovalov", id="ё read as o"),
        pytest.param("Ševčenko", "Sevcenko", id="accents lost in typing"),
        pytest.param("Борисенко", "Барысенка", id="Belarusian vowels"),
    ],
)
def test_what_the_fold_cannot_decide_the_skeleton_does(one: str, other: str) -> None:
    assert skeleton(fold(one)) == skeleton(fold(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Петренко", "Петрук", id="another ending"),
        pytest.param("Коваль", "Ковальчук", id="a son of his"),
        pytest.param("Іван", "Іванна", id="woman and man"),
        pytest.param("Мороз", "Марос", id="vowels"),
        pytest.param("Бойко", "Пойко", id="b and p"),
        pytest.param("Дорош", "Торош", id="d and t"),
        pytest.param("Зайченко", "Жайченко", id="з and ж"),
        pytest.param("Савчук", "Сацюк", id="вч and ц"),
    ],
)
def test_different_names_keep_different_folds(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("man", "woman"),
    [
        pytest.param("Іванов", "Іванова", id="-ов -ова"),
        pytest.param("Сергеев", "Sergeeva", id="-ев -eva"),
        pytest.param("Пушкін", "Pushkina", id="-ін -ina"),
        pytest.param("Зеленський", "Зеленська", id="-ський -ська"),
        pytest.param("Zelenskyi", "Зеленская", id="-skyi -ская"),
        pytest.param("Рудницький", "Rudnytska", id="-цький -tska"),
        pytest.param("Zelenski", "Zelenskaya", id="-ski -skaya"),
        pytest.param("Білий", "Біла", id="-ий -а"),
        pytest.param("Белый", "Belaya", id="-ый -aya"),
        pytest.param("Толстой", "Tolstaya", id="-ой -aya"),
        pytest.param("Ковалёв", "Ковальова", id="-ёв -ьова"),
        pytest.param("Быков", "Быкаў", id="Belarusian -аў"),
        pytest.param("Шевченко", "Шевченка", id="genitive of -енко"),
        pytest.param("Шевченківський", "Шевченківського", id="genitive of -ський"),
    ],
)
def test_endings_of_gender_and_case_are_level(man: str, woman: str) -> None:
    assert surname_fold(man) == surname_fold(woman)
    assert surname_skeleton(fold(man)) == surname_skeleton(fold(woman))


@pytest.mark.parametrize("short", ["Ли", "Ива", "Ян", "Цой", "Ра", "Ю", "Ева", "Ога"])
def test_a_short_surname_is_not_eaten_by_its_ending(short: str) -> None:
    assert len(surname_fold(short)) >= min(2, len(fold(short)))
    assert surname_skeleton(fold(short))


@pytest.mark.parametrize("nameless", ["", " ", "-", "1984", "№ 7", "李", "\x00", "…"])
def test_what_names_nobody_folds_to_nothing(nameless: str) -> None:
    assert fold(nameless) == ""
    assert skeleton("") == ""


@given(anything)
def test_a_fold_has_small_letters_and_single_blanks(text: str) -> None:
    assert re.fullmatch(r"(?:[a-z]+(?: [a-z]+)*)?", fold(text))
    assert re.fullmatch(r"(?:[a-z]+(?: [a-z]+)*)?", surname_fold(text))


@given(names)
def test_a_fold_is_never_without_its_skeleton(text: str) -> None:
    folded = fold(text)
    assert bool(skeleton(folded)) == bool(folded)
    assert bool(surname_skeleton(folded)) == bool(folded)
    assert len(skeleton(folded).split()) == len(folded.split())


@given(in_cyrillic | in_latin)
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text)


@given(names, names)
def test_words_are_folded_each_by_itself(one: str, other: str) -> None:
    assert fold(f"{one} {other}") == f"{fold(one)} {fold(other)}".strip()
