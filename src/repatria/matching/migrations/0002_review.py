"""Review: worth of a pair, claims, signed thresholds, four eyes, workbooks."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Case, F, OuterRef, Subquery, Value, When

from repatria.ledger.triggers import AppendOnly

_LATER = (
    "signature",
    "signed_by",
    "signed_at",
    "withdrawn_by",
    "withdrawn_at",
)


def fill(apps, schema_editor):
    """Give rows their place, and pairs the worth that their probability gives them.

    Stopped halfway, it can be run again.
    """
    del schema_editor
    RowVerdict = apps.get_model("matching", "RowVerdict")
    Pair = apps.get_model("matching", "Pair")
    Record = apps.get_model("register", "Record")
    record = Record.objects.filter(pk=OuterRef("record_id"))
    RowVerdict.objects.filter(source_file=None).update(
        row=Subquery(record.values("row")[:1]),
        source_file_id=Subquery(record.values("source_file_id")[:1]),
    )
    from_half = Case(
        When(probability__gt=0.5, then=2 * F("probability") - 1),
        default=1 - 2 * F("probability"),
    )
    Pair.objects.filter(worth=0).update(
        worth=Value(1.0) - from_half, worth_because=["waits"]
    )


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0001_initial"),
        ("register", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Claim",
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
                    "by",
                    models.CharField(
                        db_index=True, max_length=80, verbose_name="whose desk"
                    ),
                ),
                ("until", models.DateTimeField(verbose_name="until")),
            ],
        ),
        migrations.CreateModel(
            name="FourEyes",
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
                    "required",
                    models.BooleanField(verbose_name="a second person is needed"),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("by", models.CharField(max_length=80, verbose_name="set by")),
                ("at", models.DateTimeField(verbose_name="set")),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Threshold",
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
                ("value", models.FloatField(verbose_name="least probability")),
                ("reason", models.TextField(verbose_name="reason")),
                ("document", models.TextField(verbose_name="what is signed")),
                ("set_by", models.CharField(max_length=80, verbose_name="set by")),
                ("set_at", models.DateTimeField(verbose_name="set")),
                ("signature", models.TextField(blank=True, verbose_name="signature")),
                (
                    "signed_by",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="signature attached by"
                    ),
                ),
                (
                    "signed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="signed"),
                ),
                (
                    "withdrawn_by",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="withdrawn by"
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="withdrawn"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Workbook",
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
                    "verdict",
                    models.CharField(blank=True, max_length=20, verbose_name="verdict"),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("work", "Work on the list in this office"),
                            ("talks", "Talks with another organisation"),
                            ("check", "A check by an auditor"),
                            ("other", "Something else, said below"),
                        ],
                        max_length=10,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "words",
                    models.TextField(blank=True, verbose_name="purpose in words"),
                ),
                ("language", models.CharField(default="en", max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Stopped by a fault"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("share", models.FloatField(default=0, verbose_name="share done")),
                ("rows", models.PositiveIntegerField(default=0, verbose_name="rows")),
                (
                    "fault",
                    models.CharField(blank=True, max_length=200, verbose_name="fault"),
                ),
                ("by", models.CharField(max_length=80, verbose_name="asked by")),
                ("at", models.DateTimeField(verbose_name="asked")),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.RemoveIndex(
            model_name="rowverdict",
            name="rows_by_verdict",
        ),
        migrations.AddField(
            model_name="answer",
            name="takes_effect",
            field=models.BooleanField(default=True, verbose_name="takes effect"),
        ),
        migrations.AddField(
            model_name="pair",
            name="worth",
            field=models.FloatField(default=0, verbose_name="worth of an answer"),
        ),
        migrations.AddField(
            model_name="pair",
            name="worth_because",
            field=models.JSONField(default=list, verbose_name="why it is worth that"),
        ),
        migrations.AddField(
            model_name="rowverdict",
            name="row",
            field=models.PositiveIntegerField(default=0, verbose_name="row"),
        ),
        migrations.AddField(
            model_name="rowverdict",
            name="source_file",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.sourcefile",
            ),
        ),
        migrations.AlterField(
            model_name="answer",
            name="answer",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not looked at yet"),
                    ("same", "One person"),
                    ("different", "Two persons"),
                    ("unsure", "Not sure"),
                    ("needs_data", "Needs data"),
                    ("second", "Waits for a second look"),
                ],
                max_length=12,
                verbose_name="answer",
            ),
        ),
        migrations.AlterField(
            model_name="pair",
            name="answer",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not looked at yet"),
                    ("same", "One person"),
                    ("different", "Two persons"),
                    ("unsure", "Not sure"),
                    ("needs_data", "Needs data"),
                    ("second", "Waits for a second look"),
                ],
                default="",
                max_length=12,
                verbose_name="answer",
            ),
        ),
        migrations.AddIndex(
            model_name="pair",
            index=models.Index(
                fields=["run", "answer", "-worth", "id"], name="pairs_by_worth"
            ),
        ),
        migrations.AddIndex(
            model_name="rowverdict",
            index=models.Index(
                fields=["run", "source_file", "row"], name="rows_in_order"
            ),
        ),
        migrations.AddIndex(
            model_name="rowverdict",
            index=models.Index(
                fields=["run", "source_file", "verdict", "row"], name="rows_by_verdict"
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="pair",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="claim",
                to="matching.pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="threshold",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__gt", 0.5), ("value__lt", 1)),
                name="a_threshold_is_likelier_than_not",
            ),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="rule",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="confirmations",
                to="matching.threshold",
            ),
        ),
        migrations.AddField(
            model_name="workbook",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="workbooks",
                to="matching.run",
            ),
        ),
        migrations.AddField(
            model_name="workbook",
            name="source_file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.sourcefile",
            ),
        ),
        AppendOnly("matching_foureyes"),
        AppendOnly("matching_threshold", may_change=_LATER),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
