"""What the web server calls."""

import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "repatria.site.settings")
_answer = get_wsgi_application()

# After the settings are read: many readers at once share one write to the ledger.
from repatria.ledger import reads  # noqa: E402
from repatria.register.queries.in_memory import memory  # noqa: E402

reads.start_grouped()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer a request; the first lets the names be read into memory meanwhile."""
    memory.begin()
    return _answer(environ, start_response)
