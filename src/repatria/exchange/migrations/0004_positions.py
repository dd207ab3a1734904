"""What parties say of a list: answers, counter-proposals, and what became of them."""

import django.db.models.deletion
from django.db import migrations, models

from repatria.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0003_several_parties"),
    ]

    operations = [
        migrations.CreateModel(
            name="Counter",
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
                ("party", models.CharField(max_length=40, verbose_name="party")),
                ("wanted", models.JSONField(default=list, verbose_name="asked for")),
                ("unwanted", models.JSONField(default=list, verbose_name="asked off")),
                ("said_by", models.CharField(max_length=40, verbose_name="told by")),
                ("by", models.CharField(max_length=80, verbose_name="recorded by")),
                ("at", models.DateTimeField(verbose_name="recorded")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counters",
                        to="exchange.listversion",
                    ),
                ),
            ],
            options={
                "ordering": ["version", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CounterAnswer",
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
                    "counters",
                    models.JSONField(default=list, verbose_name="counter-proposals"),
                ),
                ("wanted", models.JSONField(default=list, verbose_name="asked for")),
                ("unwanted", models.JSONField(default=list, verbose_name="asked off")),
                ("by", models.CharField(max_length=80, verbose_name="by")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answered_by",
                        to="exchange.listversion",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers_given",
                        to="exchange.listversion",
                    ),
                ),
            ],
            options={
                "ordering": ["base", "pk"],
            },
        ),
        migrations.CreateModel(
            name="EntryAnswer",
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
                    "act",
                    models.CharField(db_index=True, max_length=20, verbose_name="act"),
                ),
                ("party", models.CharField(max_length=40, verbose_name="party")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "No answer"),
                            ("requested", "Requested"),
                            ("held", "Held, can be handed over"),
                            ("not_held", "Not held"),
                            ("dead", "Dead"),
                            ("already_returned", "Already returned"),
                            ("refused", "Refused"),
                            ("duplicate", "The same person as another entry"),
                            ("needs_data", "More data needed"),
                            ("agreed", "Agreed"),
                        ],
                        max_length=20,
                        verbose_name="answer",
                    ),
                ),
                (
                    "on",
                    models.CharField(
                        blank=True,
                        help_text="Empty: not stated.",
                        max_length=10,
                        verbose_name="day",
                    ),
                ),
                (
                    "of",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="same person as"
                    ),
                ),
                (
                    "missing",
                    models.JSONField(
                        blank=True, default=list, verbose_name="what is missing"
                    ),
                ),
                ("sealed_ground", models.BinaryField(blank=True, default=bytes)),
                (
                    "takes_back",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="takes back"
                    ),
                ),
                ("said_by", models.CharField(max_length=40, verbose_name="told by")),
                ("by", models.CharField(max_length=80, verbose_name="recorded by")),
                ("at", models.DateTimeField(verbose_name="recorded")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="exchange.listentry",
                    ),
                ),
            ],
            options={
                "ordering": ["entry", "pk"],
            },
        ),
        AppendOnly("exchange_entryanswer"),
        AppendOnly("exchange_counter"),
        AppendOnly("exchange_counteranswer"),
    ]
