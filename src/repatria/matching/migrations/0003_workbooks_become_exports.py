"""A workbook of verdicts becomes an export; reasons of answers can be erased."""

import shutil
from pathlib import Path

from django.conf import settings
from django.db import migrations, models

from repatria.ledger.triggers import AppendOnly


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
        # An erasure takes what a reviewer wrote, and nothing else of an answer.
        AppendOnly("matching_answer", may_blank=("reasons",)),
        migrations.RunPython(throw_away, migrations.RunPython.noop),
    ]
