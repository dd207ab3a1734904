"""A lot as it was called, committed to and shown."""

import django.db.models.deletion
from django.db import migrations, models

from repatria.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0007_rules_only_in_versions"),
    ]

    operations = [
        migrations.CreateModel(
            name="LotCall",
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
                ("number", models.PositiveSmallIntegerField(verbose_name="lot")),
                ("inputs", models.TextField(verbose_name="inputs")),
                (
                    "sha256",
                    models.CharField(
                        max_length=64, unique=True, verbose_name="hash of the inputs"
                    ),
                ),
                ("said_by", models.CharField(max_length=40, verbose_name="called by")),
                ("by", models.CharField(max_length=80, verbose_name="recorded by")),
                ("at", models.DateTimeField(verbose_name="recorded")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lots",
                        to="exchange.round",
                    ),
                ),
            ],
            options={
                "ordering": ["round", "number"],
            },
        ),
        migrations.CreateModel(
            name="LotEvent",
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
                    "kind",
                    models.CharField(
                        choices=[("closed", "Closed"), ("given-up", "Given up")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("by", models.CharField(max_length=80, verbose_name="recorded by")),
                ("at", models.DateTimeField(verbose_name="recorded")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="exchange.lotcall",
                    ),
                ),
            ],
            options={
                "ordering": ["call", "pk"],
            },
        ),
        migrations.CreateModel(
            name="LotWord",
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
                ("party", models.CharField(max_length=40, verbose_name="participant")),
                (
                    "kind",
                    models.CharField(
                        choices=[("commitment", "Commitment"), ("secret", "Secret")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("value", models.CharField(max_length=64, verbose_name="value")),
                ("by", models.CharField(max_length=80, verbose_name="recorded by")),
                ("at", models.DateTimeField(verbose_name="recorded")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="words",
                        to="exchange.lotcall",
                    ),
                ),
            ],
            options={
                "ordering": ["call", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="lotcall",
            constraint=models.UniqueConstraint(
                fields=("round", "number"), name="a_lot_is_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="lotevent",
            constraint=models.UniqueConstraint(
                fields=("call", "kind"), name="a_lot_is_closed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="lotword",
            constraint=models.UniqueConstraint(
                fields=("call", "party", "kind"), name="a_participant_says_each_once"
            ),
        ),
        AppendOnly("exchange_lotcall"),
        AppendOnly("exchange_lotword"),
        AppendOnly("exchange_lotevent"),
    ]
