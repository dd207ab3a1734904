"""Imports as jobs, chosen columns, faults by row, and what changed by version."""

import django.db.models.deletion
from django.db import migrations, models

from repatria.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ColumnChoice",
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
                ("sender", models.CharField(max_length=80, verbose_name="sender")),
                ("header", models.CharField(max_length=64)),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("columns", models.JSONField(default=list)),
                ("by", models.CharField(max_length=80, verbose_name="chosen by")),
                ("at", models.DateTimeField(verbose_name="chosen")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sender", "header", "version"),
                        name="choices_are_numbered",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportJob",
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
                ("ref", models.CharField(max_length=20, unique=True)),
                ("upload", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=255, verbose_name="file name")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("stopped", "Stopped: nothing was imported"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("fault", models.JSONField(default=dict, verbose_name="fault")),
                ("by", models.CharField(max_length=80, verbose_name="started by")),
                ("organisation", models.CharField(blank=True, max_length=40)),
                ("started_at", models.DateTimeField(verbose_name="started")),
                (
                    "finished_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="finished"
                    ),
                ),
                (
                    "source_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.sourcefile",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ListDiff",
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
                ("tied_by", models.CharField(max_length=20)),
                ("counts", models.JSONField(default=dict)),
                (
                    "after",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="diffs",
                        to="register.sourcefile",
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.sourcefile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DiffRow",
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
                ("change", models.CharField(max_length=10)),
                ("place", models.PositiveIntegerField()),
                ("fields", models.JSONField(default=list)),
                (
                    "new",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.record",
                    ),
                ),
                (
                    "old",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.record",
                    ),
                ),
                (
                    "diff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="register.listdiff",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RowFault",
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
                ("row", models.PositiveIntegerField(verbose_name="row")),
                ("line", models.PositiveIntegerField(verbose_name="line of the file")),
                (
                    "column",
                    models.CharField(blank=True, max_length=400, verbose_name="column"),
                ),
                ("code", models.CharField(max_length=40, verbose_name="what is so")),
                ("weight", models.PositiveSmallIntegerField()),
                (
                    "source_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="faults",
                        to="register.sourcefile",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="listdiff",
            constraint=models.UniqueConstraint(
                fields=("before", "after"), name="two_versions_are_compared_once"
            ),
        ),
        migrations.AddIndex(
            model_name="diffrow",
            index=models.Index(
                fields=["diff", "change", "place"], name="changes_in_order"
            ),
        ),
        migrations.AddIndex(
            model_name="rowfault",
            index=models.Index(
                fields=["source_file", "weight", "row"], name="faults_by_row"
            ),
        ),
        AppendOnly("register_columnchoice"),
        AppendOnly("register_rowfault"),
    ]
