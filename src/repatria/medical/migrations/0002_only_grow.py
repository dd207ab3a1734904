"""Let the tables of the room only grow: a correction is a new row."""

from django.db import migrations

from repatria.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("medical", "0001_initial")]

    operations = [
        AppendOnly("medical_healthstatement"),
        AppendOnly("medical_deniedcare"),
    ]
