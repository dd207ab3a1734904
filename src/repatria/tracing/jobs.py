"""What the worker does beside the server."""

from __future__ import annotations

from datetime import UTC, datetime

from django_tasks import task

from repatria.register.models import SourceFile
from repatria.tracing.services.finding import find_in_list


@task()
def look_through(source_file: int) -> None:
    """Look in a new list for everybody whom families seek."""
    version = SourceFile.objects.select_related("source").get(pk=source_file)
    find_in_list(version, at=datetime.now(UTC))
