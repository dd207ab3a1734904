"""Let the tables of the room only grow: a decision is a new row."""

from django.db import migrations

from repatria.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [
        AppendOnly(
            "reports_report",
            may_change=("sealed_original", "sealed_text", "title", "name"),
        ),
        AppendOnly("reports_draft", may_change=("value", "hints")),
        AppendOnly("reports_draftdecision"),
        AppendOnly("reports_testimony", may_change=("sealed_words",)),
        AppendOnly("reports_testimonytie"),
    ]
