"""Let the tables of the room only grow: a correction is a new row."""

from django.db import migrations

from repatria.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]

    operations = [
        AppendOnly("exchange_wish"),
        AppendOnly("exchange_hold"),
        AppendOnly("exchange_holdend"),
        AppendOnly("exchange_exchange"),
        AppendOnly("exchange_exchangeevent"),
        AppendOnly("exchange_listversion"),
        AppendOnly("exchange_listreasons"),
        AppendOnly("exchange_listentry"),
        AppendOnly("exchange_listsignature"),
        AppendOnly("exchange_outcome"),
        AppendOnly("exchange_round", may_change=("planned_on",)),
        AppendOnly("exchange_countclaim", may_change=("round_id",)),
    ]
