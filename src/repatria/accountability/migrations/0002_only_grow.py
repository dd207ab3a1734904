"""Let every table of the room only grow: a correction is a new row."""

from django.db import migrations

from repatria.ledger.triggers import AppendOnly

TABLES = (
    "allegation",
    "answer",
    "assessment",
    "claim",
    "conditionclaim",
    "custodyevent",
    "evidencefile",
    "evidenceitem",
    "incident",
    "incidentoutline",
    "involved",
    "patterninstance",
    "proceeding",
    "proceedingevent",
    "sceneclaim",
    "shownconsent",
    "tie",
    "undertaking",
    "unseeninterval",
)


class Migration(migrations.Migration):
    dependencies = [("accountability", "0001_initial")]

    operations = [AppendOnly(f"accountability_{table}") for table in TABLES]
