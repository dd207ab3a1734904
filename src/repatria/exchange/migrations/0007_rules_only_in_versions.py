"""Drop the columns of the rules: their first version keeps what they held."""

from django.db import migrations

from repatria.ledger.triggers import AppendOnly


def let_columns_go(apps, schema_editor):
    """Drop the triggers, which name the columns that go; they are made anew below."""
    del apps
    AppendOnly("exchange_exchange").drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0006_rules_versions")]

    operations = [
        migrations.RunPython(let_columns_go, migrations.RunPython.noop),
        migrations.RemoveField(model_name="exchange", name="rules"),
        migrations.RemoveField(model_name="exchange", name="rules_sha256"),
        AppendOnly("exchange_exchange"),
    ]
