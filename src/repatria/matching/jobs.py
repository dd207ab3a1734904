"""What the worker does beside the server."""

from __future__ import annotations

from datetime import UTC, datetime

from django_tasks import task

from repatria.matching.services import runs


@task()
def reconcile(run: int) -> None:
    """Compare the two lists of a run."""
    runs.perform_run(run, at=datetime.now(UTC))
