"""Who told what of a round and why, what was taken back, and closed interviews."""

import django.db.models.deletion
from django.db import migrations, models

from repatria.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0004_positions"),
    ]

    operations = [
        migrations.AddField(
            model_name="exchangeevent",
            name="facts",
            field=models.JSONField(blank=True, default=dict, verbose_name="counted"),
        ),
        migrations.AddField(
            model_name="exchangeevent",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("not-told", "No reason is told"),
                    ("agreed", "The parties agreed to"),
                    ("lists", "The lists are looked at again"),
                    ("place", "The place or the way there is not ready"),
                    ("safety", "The safety of the way is not assured"),
                    ("weather", "The weather does not allow it"),
                ],
                max_length=20,
                verbose_name="reason",
            ),
        ),
        migrations.AddField(
            model_name="exchangeevent",
            name="said_by",
            field=models.CharField(blank=True, max_length=40, verbose_name="told by"),
        ),
        migrations.AddField(
            model_name="exchangeevent",
            name="undoes",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undone_by",
                to="exchange.exchangeevent",
            ),
        ),
        migrations.CreateModel(
            name="InterviewsEvent",
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
                ("closed", models.BooleanField(verbose_name="closed")),
                ("by", models.CharField(max_length=80, verbose_name="by")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interviews",
                        to="exchange.round",
                    ),
                ),
            ],
            options={
                "ordering": ["round", "pk"],
            },
        ),
        AppendOnly("exchange_interviewsevent"),
    ]
