"""Django's own commands for people who write Repatria: migrations and checks.

``python -m repatria.site.manage makemigrations``.  An installation never needs it.
"""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "repatria.site.settings")
    execute_from_command_line(sys.argv)
