"""Where powers agreed that somebody goes instead of home."""

import django.db.models.deletion
from django.db import migrations, models

from repatria.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0008_lots"),
    ]

    operations = [
        migrations.CreateModel(
            name="Destination",
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
                ("holder", models.CharField(max_length=40, verbose_name="held by")),
                (
                    "home",
                    models.CharField(max_length=40, verbose_name="power of origin"),
                ),
                ("sealed_country", models.BinaryField()),
                ("words_of", models.JSONField(verbose_name="on whose word")),
                (
                    "recorded_by",
                    models.CharField(max_length=80, verbose_name="recorded by"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
            ],
            options={
                "ordering": ["recorded_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="listentry",
            name="origin",
            field=models.CharField(
                blank=True,
                help_text="Empty: where the direction ends.",
                max_length=40,
                verbose_name="power of origin",
            ),
        ),
        migrations.CreateModel(
            name="DestinationTakenBack",
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
                ("by", models.CharField(max_length=80, verbose_name="by")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "destination",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back",
                        to="exchange.destination",
                    ),
                ),
            ],
        ),
        AppendOnly("exchange_destination"),
        AppendOnly("exchange_destinationtakenback"),
    ]
