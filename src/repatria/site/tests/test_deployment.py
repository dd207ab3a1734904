"""Django's own judgement of an installation: nothing forgotten, nothing left open."""

from __future__ import annotations

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_every_model_is_as_the_migrations_make_it() -> None:
    said = StringIO()
    call_command("makemigrations", dry_run=True, stdout=said)
    assert said.getvalue() == "No changes detected\n"


def test_behind_tls_there_is_nothing_to_complain_of(tmp_path: Path) -> None:
    told = {**os.environ, "REPATRIA_HOME": str(tmp_path), "REPATRIA_HTTPS": "yes"}
    del told["DJANGO_ALLOW_ASYNC_UNSAFE"]  # for browsers beside tests alone
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-m", "repatria.site.manage", "check",
         "--deploy", "--fail-level", "WARNING"],
        check=False,
        capture_output=True,
        env=told,
        text=True,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "no issues" in ran.stdout
