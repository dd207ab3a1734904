"""Let the tables of the room only grow, but for what repeats their events for finding."""

from django.db import migrations

from repatria.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("bureau", "0001_initial")]

    operations = [
        AppendOnly("bureau_entry", may_change=("state", "closed_on", "answered_by_id")),
        AppendOnly("bureau_entryevent"),
        AppendOnly(
            "bureau_subject",
            may_change=(
                "proposed",
                "proposed_case",
                "proposed_why",
                "certain",
                "answer",
                "case_ref",
            ),
            may_blank=(
                "own_id",
                "family",
                "given",
                "patronymic",
                "birth",
                "rank",
                "unit",
                "service_number",
            ),
        ),
        AppendOnly("bureau_subjectdecision"),
        AppendOnly("bureau_clockpolicy"),
        AppendOnly("bureau_certificate"),
        AppendOnly("bureau_certificateevent"),
    ]
