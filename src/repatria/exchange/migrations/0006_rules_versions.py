"""Keep the rules of an exchange in versions, and by which rules was decided."""

import django.db.models.deletion
from django.db import migrations, models

from repatria.ledger.triggers import AppendOnly


def keep_first_versions(apps, schema_editor):
    """Make what was agreed the first version.  Stopped halfway, it can be run again."""
    del schema_editor
    versions = apps.get_model("exchange", "RulesVersion").objects
    for exchange in apps.get_model("exchange", "Exchange").objects.iterator():
        versions.get_or_create(
            exchange=exchange,
            number=1,
            defaults={
                "text": exchange.rules,
                "sha256": exchange.rules_sha256,
                "made_by": exchange.made_by,
                "made_at": exchange.made_at,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("exchange", "0005_course")]

    operations = [
        migrations.CreateModel(
            name="RulesVersion",
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
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("text", models.TextField(blank=True, verbose_name="rules")),
                (
                    "sha256",
                    models.CharField(max_length=64, verbose_name="hash of the rules"),
                ),
                (
                    "uses",
                    models.JSONField(
                        blank=True, default=list, verbose_name="rules of law used"
                    ),
                ),
                (
                    "why",
                    models.CharField(blank=True, max_length=200, verbose_name="reason"),
                ),
                (
                    "said_by",
                    models.CharField(blank=True, max_length=40, verbose_name="told by"),
                ),
                ("made_by", models.CharField(max_length=80, verbose_name="made by")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "exchange",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules_versions",
                        to="exchange.exchange",
                    ),
                ),
            ],
            options={
                "ordering": ["exchange", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("exchange", "number"), name="rules_are_numbered_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="hold",
            name="rule",
            field=models.CharField(
                blank=True, max_length=40, verbose_name="rule of law"
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="rule_version",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="version of the rule"
            ),
        ),
        migrations.AddField(
            model_name="listversion",
            name="rules_used",
            field=models.JSONField(
                blank=True, default=list, verbose_name="rules of law used"
            ),
        ),
        AppendOnly("exchange_rulesversion"),
        AppendOnly("exchange_hold"),
        AppendOnly("exchange_listversion"),
        migrations.RunPython(keep_first_versions, migrations.RunPython.noop),
    ]
