from django.db import migrations

from repatria.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("handover", "0001_initial")]

    operations = [
        AppendOnly("handover_handover"),
        AppendOnly("handover_line", may_change=("listed",)),
        AppendOnly("handover_manifest"),
        AppendOnly("handover_manifestsignature"),
        AppendOnly("handover_departure"),
        AppendOnly("handover_handoverevent", may_change=("sealed_agreed",)),
        AppendOnly("handover_receipt"),
        AppendOnly("handover_receiptsignature"),
    ]
