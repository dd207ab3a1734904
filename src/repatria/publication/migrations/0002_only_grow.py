"""Let proposals and decisions only grow."""

from django.db import migrations

from repatria.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("publication", "0001_initial")]

    operations = [
        AppendOnly("publication_totalsproposal"),
        AppendOnly("publication_totalsevent"),
    ]
