"""What is no list is refused with a remedy, and nothing crashes."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from repatria.register.core import errors
from repatria.register.core.fields import Limits
from repatria.register.engine.intake import read_list
from repatria.register.engine.records import ReadList

Reader = Callable[..., ReadList]
OLD_WORKBOOK = b"\x09\x08\x10\x00\x00\x06\x05\x00"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        pytest.param(b"", errors.ListEmptyError, id="empty"),
        pytest.param(b"  \r\n\n \n", errors.ListEmptyError, id="blank"),
        pytest.param(b"\xef\xbb\xbf", errors.ListEmptyError, id="only a mark"),
        pytest.param(b"%PDF-1.7 text", errors.ListNotTextError, id="PDF"),
        pytest.param(b"<html><table>", errors.ListNotTextError, id="web page"),
        pytest.param(b"\x1f\x8b\x08abc", errors.ListNotTextError, id="gzip"),
        pytest.param(bytes(range(256)) * 40, errors.ListNotTextError, id="garbage"),
        pytest.param(b"PK\x03\x04" + b"x" * 99, errors.ListDamagedError, id="bad ZIP"),
        pytest.param(OLE + bytes(600), errors.ListDamagedError, id="bad XLS"),
        pytest.param(
            OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            errors.ListLockedError,
            id="password",
        ),
        pytest.param(
            OLE + bytes(600) + OLD_WORKBOOK + bytes(12) + b"\x2f\x00" + bytes(600),
            errors.ListLockedError,
            id="password of an old workbook",
        ),
        pytest.param(
            OLE + bytes(600) + "WordDocument".encode("utf-16-le"),
            errors.ListNotTextError,
            id="Word document",
        ),
        pytest.param(
            b"PAR1" + bytes(99) + b"PAR1", errors.ListDamagedError, id="Parquet"
        ),
    ],
)
def test_what_is_no_list_is_refused_by_name(
    read: Reader, content: bytes, refusal: type[errors.ListRefusedError]
) -> None:
    with pytest.raises(refusal, match=r"list\.csv.*\. \w+"):
        read(content)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(errors.ListMissingError, match=r"no file list\.csv"):
        read_list(tmp_path / "list.csv")


@pytest.mark.parametrize("name", ["x" * 10_000, "a\0b"])
def test_an_impossible_name_is_a_missing_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(errors.ListMissingError):
        read_list(tmp_path / name)


def test_a_folder_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(errors.ListIsFolderError):
        read_list(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_file_is_said_to_be_forbidden(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("id\n1\n")
    path.chmod(0)
    with pytest.raises(errors.ListForbiddenError, match=r"list\.csv"):
        read_list(path)


def test_a_refusal_of_the_system_is_ours_to_explain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("id\n1\n")

    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(errors.ListForbiddenError, match="Permission denied"):
        read_list(path)


def test_a_hundred_thousand_columns_are_refused_with_the_limit(read: Reader) -> None:
    header = ",".join(f"c{at}" for at in range(100_000))
    with pytest.raises(errors.ListTooLargeError, match="100000 columns; at most 2000"):
        read(f"{header}\n")


def test_two_thousand_columns_are_read(read: Reader) -> None:
    header = ",".join(f"c{at}" for at in range(2_000))
    row = ",".join("x" for _ in range(2_000))
    assert read(f"{header}\n{row}\n{row}\n").own.shape == (2, 2_000)


def test_limits_on_rows_and_bytes_are_said(read: Reader) -> None:
    with pytest.raises(errors.ListTooLargeError, match="5 rows; at most 4"):
        read("id,name\n" + "1,a\n" * 5, limits=Limits(rows=4))
    with pytest.raises(errors.ListTooLargeError, match="at most 10"):
        read("id,name\n" + "1,a\n" * 5, limits=Limits(file_bytes=10))


@pytest.mark.parametrize(
    "content",
    [
        '"""""""""""""""',
        '"""\n""\n"\n""""\n',
        '"' * 100_001,
        '","' * 5_000,
        '"x,' * 5_000 + "\n" + 'y"' * 5_000,
        "\n" * 100_000 + '"',
        ",\n" * 1_000,
        "a\r\r\nb\r\r\n",
        "\u202e\u200b",
        "x",
        "," * 1_500,
        "\x1e\x1f,\x1c\n\x85,\u2028\n",
        "id,name\n" + "\ufffd\ufffd\ufffd\ufffd,x\n",
    ],
)
def test_strange_text_is_read_or_refused_never_worse(
    read: Reader, content: str
) -> None:
    with contextlib.suppress(errors.ListRefusedError):
        one = read(content)
        assert one.own.height == one.fields.height == len(one.lines) == one.rows


def test_a_line_of_many_megabytes_is_read(read: Reader) -> None:
    one = read("id,name\n1," + "я" * 2_000_000 + "\n2,Коваль\n")
    assert one.rows == 2
