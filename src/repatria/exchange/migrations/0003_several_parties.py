"""Let an exchange have more than two parties; those there keep the two they have."""

from django.db import migrations, models

from repatria.ledger.triggers import AppendOnly

STATES = [
    ("proposed", "Proposed"),
    ("lists_exchanged", "Lists exchanged"),
    ("verifying", "Being verified"),
    ("agreed", "Agreed: every party signed the same list"),
    ("scheduled", "Scheduled"),
    ("assembled", "Assembled"),
    ("in_handover", "In handover"),
    ("completed", "Completed"),
    ("partial", "Partly completed"),
    ("reconciled", "Reconciled: the counts compared"),
    ("suspended", "Suspended"),
    ("cancelled", "Cancelled"),
]


def gather_parties(apps, schema_editor):
    """Put both parties into one column.  Stopped halfway, it can be run again."""
    del schema_editor
    exchanges = apps.get_model("exchange", "Exchange").objects.all()
    for exchange in exchanges.iterator():
        exchange.parties = sorted([exchange.first, exchange.second])
        exchange.save(update_fields=["parties"])


def let_columns_go(apps, schema_editor):
    """Drop the triggers, which name the columns that go; they are made anew below."""
    del apps
    AppendOnly("exchange_exchange").drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_only_grow")]

    operations = [
        migrations.AddField(
            model_name="exchange",
            name="parties",
            field=models.JSONField(default=list, verbose_name="parties"),
            preserve_default=False,
        ),
        # Nothing but the new column, and it only here.
        AppendOnly("exchange_exchange", may_change=("parties",)),
        migrations.RunPython(gather_parties, migrations.RunPython.noop),
        migrations.RunPython(let_columns_go, migrations.RunPython.noop),
        migrations.RemoveField(model_name="exchange", name="first"),
        migrations.RemoveField(model_name="exchange", name="second"),
        AppendOnly("exchange_exchange"),
        migrations.AlterField(
            model_name="exchangeevent",
            name="state",
            field=models.CharField(choices=STATES, max_length=20, verbose_name="state"),
        ),
        migrations.AlterField(
            model_name="listversion",
            name="kind",
            field=models.CharField(
                choices=[
                    ("proposal", "Proposal to every party"),
                    ("draft", "Own draft"),
                ],
                max_length=10,
                verbose_name="kind",
            ),
        ),
    ]
