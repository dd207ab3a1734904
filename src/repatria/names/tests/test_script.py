"""What was meant, behind look-alikes and invisible characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.names.script import clean, repair_homoglyphs, scripts_in

anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@pytest.mark.parametrize(
    ("written", "scripts"),
    [
        pytest.param("Шевченко", {"cyrillic"}, id="Cyrillic"),
        pytest.param("Ševčenko", {"latin"}, id="Latin with accents"),
        pytest.param("Iван", {"latin", "cyrillic"}, id="Latin I in a Cyrillic name"),
        pytest.param("שלום محمد", {"hebrew", "arabic"}, id="two other scripts"),
        pytest.param("12.04.1985 ×", set(), id="no letter at all"),
    ],
)
def test_the_scripts_of_a_text_are_named(written: str, scripts: set[str]) -> None:
    assert scripts_in(written) == scripts


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("Ивaнoв", "Иванов", id="Latin a and o"),
        pytest.param("Iваненко", "Іваненко", id="Latin I"),
        pytest.param("КOBAЛЬ", "КОВАЛЬ", id="Latin capitals"),
        pytest.param("Shevchenkо", "Shevchenko", id="Cyrillic o in a Latin name"),
        pytest.param("Sidorоv Петр", "Sidorov Петр", id="each word by itself"),
        pytest.param("Кpавець", "Кравець", id="Latin p"),
        pytest.param("К0валь", "Коваль", id="digit nought for o"),
        pytest.param("Мель3ак", "Мельзак", id="digit three for з"),
        pytest.param("Мар1я", "Марія", id="digit one for і"),
        pytest.param("Pav1ov", "Pavlov", id="digit one for l"),
        pytest.param("Украïна", "Україна", id="Latin i with dots"),
        pytest.param("31-ша 1А 30й", "31-ша 1А 30й", id="numbers stay numbers"),
        pytest.param("Ivan Иван", "Ivan Иван", id="two words, two scripts"),
    ],
)
def test_look_alikes_take_the_script_of_their_word(written: str, meant: str) -> None:
    assert repair_homoglyphs(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("Андрі\u0438\u0306", "Андрій", id="й written apart"),
        pytest.param("\u0456\u0308жак", "їжак", id="ї written apart"),
        pytest.param("Семе\u0308н", "Семён", id="ё written apart"),
        pytest.param("Шевче\u0301нко", "Шевченко", id="stress accent"),
        pytest.param("S\u030cevc\u030cenko", "Ševčenko", id="caron written apart"),
        pytest.param("Шев\u00adченко", "Шевченко", id="soft hyphen"),
        pytest.param("\u202eІван\u202c", "Іван", id="direction override"),
        pytest.param("Ів\u200bан\ufeff", "Іван", id="zero width"),
        pytest.param("\x00Петро\x07", "Петро", id="NUL and bell"),
        pytest.param(" Іван\t\u00a0 Петро\r\n", "Іван Петро", id="white space"),
        pytest.param("Ｉｖａｎ", "Ivan", id="full width"),
        pytest.param("Steﬀen", "Steffen", id="ligature"),
        pytest.param("и\u200b\u0306", "й", id="hidden between letter and mark"),
        pytest.param("", "", id="nothing stays nothing"),
    ],
)
def test_clean(written: str, meant: str) -> None:
    assert clean(written) == meant


@given(anything)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(anything)
def test_nothing_hidden_survives(text: str) -> None:
    left = clean(text)
    assert not any(ord(c) < 32 or c in "\u202a\u202e\u200b\u2066\u00ad" for c in left)
    assert left == left.strip()


@given(anything)
def test_repairing_twice_changes_nothing_more(text: str) -> None:
    assert repair_homoglyphs(repair_homoglyphs(text)) == repair_homoglyphs(text)


@given(st.text("абвгдежзиклмнопрстуфхцчшщьюяіїєґ -'", max_size=30))
def test_a_name_in_one_script_is_left_alone(text: str) -> None:
    assert repair_homoglyphs(text) == text
