"""A person unknown and the sum below a list name nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from repatria.register.engine.intake import read_list


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("невідомий", id="unknown"),
        pytest.param("Невстановлена особа", id="person not identified"),
        pytest.param("НЕИЗВЕСТНЫЙ СОЛДАТ", id="unknown soldier, capitals"),
        pytest.param("неопознанное тело", id="a body"),
        pytest.param("Unidentified male", id="English"),
        pytest.param("N.N.", id="nomen nescio"),
        pytest.param("Всього: 13", id="a sum"),
        pytest.param("Итого 12", id="a sum without colon"),
    ],
)
def test_what_names_nobody_is_no_name(tmp_path: Path, written: str) -> None:
    path = tmp_path / "list.csv"
    people = "Сойка Левко,01.02.1990\nГайова Мирослава,03.04.1991\n"
    path.write_text(f"ПІБ,Дата народження\n{people}{written},\n", "utf-8")
    found = read_list(path)
    assert found.fields["full_name"].to_list()[:2] == [
        "Сойка Левко",
        "Гайова Мирослава",
    ]
    assert found.fields["full_name"][2] is None
    assert found.own["ПІБ"][2] == written


@pytest.mark.parametrize(
    "name", ["Невідомський", "Неизвестный", "Тотальний", "Всеволод"]
)
def test_a_name_that_only_begins_alike_stays(tmp_path: Path, name: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"Прізвище,Ім'я\n{name},Левко\nСойка,Іван\n", "utf-8")
    assert read_list(path).fields["family"][0] == name
