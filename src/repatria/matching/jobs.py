"""What the worker does beside the server."""

from __future__ import annotations

from datetime import UTC, datetime

from django_tasks import task

from repatria.matching.services import runs, workbooks


@task()
def reconcile(run: int) -> None:
    """Compare the two lists of a run."""
    runs.perform_run(run, at=datetime.now(UTC))


@task()
def make_workbook(ref: str) -> None:
    """Make a workbook that somebody asked for."""
    workbooks.perform_workbook(ref, at=datetime.now(UTC))
