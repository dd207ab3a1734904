"""A workbook of verdicts becomes an export; what lay sealed for a day is removed."""

import shutil
from pathlib import Path

from django.conf import settings
from django.db import migrations, models


def throw_away(apps, schema_editor):
    """Remove the files of before, kept for a day at most; can be run again."""
    del apps, schema_editor
    place = Path(settings.REPATRIA_HOME) / "files" / "workbooks"
    shutil.rmtree(place, ignore_errors=True)


class Migration(migrations.Migration):
    dependencies = [("matching", "0002_review")]

    operations = [
        migrations.RemoveField(model_name="workbook", name="words"),
        migrations.AddField(
            model_name="workbook",
            name="sealed_recipient",
            field=models.BinaryField(blank=True, default=b""),
        ),
        migrations.AlterField(
            model_name="workbook",
            name="purpose",
            field=models.CharField(max_length=20, verbose_name="purpose"),
        ),
        migrations.RunPython(throw_away, migrations.RunPython.noop),
    ]
