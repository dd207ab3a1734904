"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "repatria.site.settings")
application = get_wsgi_application()

# After the settings are read: many readers at once share one write to the ledger.
from repatria.ledger import reads  # noqa: E402

reads.start_grouped()
