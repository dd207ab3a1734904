"""What the worker does beside the server."""

from __future__ import annotations

from datetime import UTC, datetime

from django_tasks import task

from repatria.register.services.importing import perform_import


@task()
def import_upload(job: str) -> None:
    """Import an upload that somebody has confirmed."""
    perform_import(job, at=datetime.now(UTC))
