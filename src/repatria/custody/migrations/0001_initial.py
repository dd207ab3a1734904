"""What is said of a captivity; the table only grows."""

import django.db.models.deletion
from django.db import migrations, models

from repatria.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("register", "0003_statements_of_more_kinds"),
    ]

    operations = [
        migrations.CreateModel(
            name="Statement",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("capture", "Capture card"),
                            ("transfer", "Transfer"),
                            ("hospital", "Admission to hospital"),
                            ("visit", "Visit by a neutral body"),
                            ("visit-refused", "Visit refused"),
                            ("seen", "Seen or heard from"),
                            ("status", "Legal status"),
                            ("accommodation", "Accommodation in a neutral country"),
                            ("release", "Release"),
                            ("escape", "Escape"),
                            ("repatriation", "Return home"),
                            ("death", "Death"),
                            ("identified", "Identification of the dead"),
                            ("remains-returned", "Return of remains"),
                            ("effects", "Personal effects"),
                            ("not-held", "Said not to be held"),
                            ("retraction", "Statement taken back"),
                        ],
                        max_length=20,
                        verbose_name="what it is about",
                    ),
                ),
                (
                    "voice",
                    models.CharField(
                        choices=[
                            ("holder", "the detaining power"),
                            ("home", "the power of origin"),
                            ("neutral", "a neutral body or protecting power"),
                            ("prisoner", "the prisoner"),
                            ("family", "the family"),
                            ("witness", "a witness"),
                            ("published", "a published report or recording"),
                        ],
                        max_length=12,
                        verbose_name="who says so",
                    ),
                ),
                (
                    "detail",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="in particular"
                    ),
                ),
                (
                    "happened_on",
                    models.CharField(
                        blank=True,
                        help_text="Empty: not known.",
                        max_length=20,
                        verbose_name="happened on",
                    ),
                ),
                (
                    "said_on",
                    models.CharField(
                        blank=True,
                        help_text="Empty: not known.",
                        max_length=20,
                        verbose_name="said on",
                    ),
                ),
                (
                    "holder",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="detaining power"
                    ),
                ),
                (
                    "home",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="power of origin"
                    ),
                ),
                (
                    "place_from",
                    models.CharField(blank=True, max_length=400, verbose_name="from"),
                ),
                (
                    "source_ref",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="sender's own number"
                    ),
                ),
                ("sealed_told", models.BinaryField()),
                ("received_on", models.DateField(verbose_name="received")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "recorded_by",
                    models.CharField(max_length=80, verbose_name="recorded by"),
                ),
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="custody_statement",
                        to="register.record",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="custody.statement",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("replaces", models.F("id")), _negated=True),
                        name="a_statement_corrects_another",
                    )
                ],
            },
        ),
        AppendOnly("custody_statement"),
    ]
