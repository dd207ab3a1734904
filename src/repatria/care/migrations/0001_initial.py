import django.db.models.deletion
from django.db import migrations, models

from repatria.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "ref",
                    models.CharField(max_length=20, unique=True, verbose_name="number"),
                ),
                (
                    "case_ref",
                    models.CharField(
                        db_index=True, max_length=20, verbose_name="case number"
                    ),
                ),
                ("sealed_to", models.BinaryField()),
                ("sealed_reason", models.BinaryField()),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("at_once", "At once"),
                            ("week", "Within a week"),
                            ("month", "Within a month"),
                        ],
                        max_length=10,
                        verbose_name="urgency",
                    ),
                ),
                (
                    "because_ref",
                    models.CharField(blank=True, max_length=20, verbose_name="answers"),
                ),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("made_by", models.CharField(max_length=80, verbose_name="made by")),
            ],
            options={
                "ordering": ["made_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="VisitEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "case_ref",
                    models.CharField(
                        db_index=True, max_length=20, verbose_name="case number"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asked", "The family asked for it"),
                            ("allowed_from", "Allowed from"),
                            ("happened", "It happened"),
                        ],
                        max_length=15,
                        verbose_name="what",
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("at", models.DateTimeField(verbose_name="recorded")),
                ("by", models.CharField(max_length=80, verbose_name="recorded by")),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReferralEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("made", "Made: waits for an answer"),
                            ("accepted", "Accepted: waits to be seen"),
                            ("declined", "Declined by the place: refer elsewhere"),
                            ("seen", "Seen"),
                            ("closed", "Closed"),
                        ],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("by", models.CharField(max_length=80, verbose_name="recorded by")),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="care.referral",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="StageEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "case_ref",
                    models.CharField(
                        db_index=True, max_length=20, verbose_name="case number"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("medical_check", "Medical check"),
                            ("quarantine", "Quarantine"),
                            ("physical_rehabilitation", "Physical rehabilitation"),
                            (
                                "psychological_rehabilitation",
                                "Psychological rehabilitation",
                            ),
                            ("documents", "Papers and payments"),
                            ("conversation", "Conversation about others who were seen"),
                            ("follow_up", "Follow-up"),
                            ("closed", "Care is closed"),
                        ],
                        max_length=30,
                        verbose_name="stage",
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("begun", "Begun"),
                            ("done", "Done"),
                            ("undone", "The entry before was undone"),
                        ],
                        max_length=10,
                        verbose_name="how far",
                    ),
                ),
                (
                    "due_on",
                    models.DateField(blank=True, null=True, verbose_name="planned for"),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("by", models.CharField(max_length=80, verbose_name="recorded by")),
                (
                    "undoes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="care.stageevent",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        AppendOnly("care_stageevent"),
        AppendOnly("care_visitevent"),
        AppendOnly("care_referral", may_change=("sealed_to", "sealed_reason")),
        AppendOnly("care_referralevent"),
    ]
