"""Statements can be erased, by two people, and are kept as long as a rule says."""

import django.db.models.deletion
from django.db import migrations, models

from repatria.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0004_leaving_the_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
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
                        blank=True,
                        db_index=True,
                        max_length=20,
                        verbose_name="case number",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("asked", "The person, or the family, asks for it"),
                            ("mistake", "It was taken in by mistake"),
                            ("ordered", "A court or an authority ordered it"),
                            ("retention", "The time for which it is kept is over"),
                            (
                                "again",
                                "Erased before; an older backup had brought it back",
                            ),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="in words")),
                ("asked_by", models.CharField(max_length=80, verbose_name="asked by")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="RetentionRule",
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
                        choices=[
                            ("list", "List"),
                            ("card", "Capture card"),
                            ("letter", "Letter or message"),
                            ("sighting", "Sighting by a witness"),
                            ("request", "Request of a family"),
                            ("report", "Published report"),
                            ("notification", "Notification"),
                            ("visit", "Report of a visit"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "since",
                    models.CharField(
                        choices=[
                            ("said", "the day of the statement"),
                            (
                                "closed",
                                "the day on which the person is said home or dead",
                            ),
                        ],
                        max_length=10,
                        verbose_name="counted from",
                    ),
                ),
                (
                    "days",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="days"
                    ),
                ),
                (
                    "automatic",
                    models.BooleanField(
                        default=False, verbose_name="erase without asking"
                    ),
                ),
                ("reasons", models.TextField(verbose_name="reasons")),
                ("set_by", models.CharField(max_length=80, verbose_name="set by")),
                ("set_at", models.DateTimeField(verbose_name="set")),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ErasureStep",
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
                        choices=[("confirmed", "Erased"), ("declined", "Declined")],
                        max_length=10,
                        verbose_name="decision",
                    ),
                ),
                ("by", models.CharField(max_length=80, verbose_name="decided by")),
                ("at", models.DateTimeField(verbose_name="decided")),
                (
                    "erasure",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="step",
                        to="register.erasure",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="erasure",
            name="rule",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.retentionrule",
            ),
        ),
        migrations.CreateModel(
            name="ErasureRecord",
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
                    "erasure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="named",
                        to="register.erasure",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="erasures",
                        to="register.record",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("erasure", "record"),
                        name="named_once",
                    )
                ],
            },
        ),
        AppendOnly("register_retentionrule"),
        AppendOnly("register_erasure"),
        AppendOnly("register_erasurerecord"),
        AppendOnly("register_erasurestep"),
        # People write reasons freely: they go with the statements they are about.
        AppendOnly("register_decision", may_blank=("reasons",)),
        # An erasure leaves nothing here; it cannot put anything else in its place.
        AppendOnly(
            "register_record",
            may_change=("key_*",),
            may_blank=(
                "own_id",
                "family",
                "given",
                "patronymic",
                "birth",
                "birth_place",
                "rank",
                "unit",
                "service_number",
                "captured_on",
                "captured_at",
                "place",
                "sex",
                "call_sign",
                "said_fate",
                "sealed_verbatim",
                "sealed_extra",
                "salt",
            ),
        ),
    ]
