import django.db.models.deletion
from django.db import migrations, models

from repatria.ledger.triggers import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("register", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CrossingWord",
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
                ("crossed", models.BooleanField(verbose_name="crossed")),
                ("crossed_on", models.DateField(verbose_name="day of the crossing")),
                ("at", models.DateTimeField(verbose_name="recorded")),
                ("by", models.CharField(max_length=80, verbose_name="recorded by")),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Requester",
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
                ("sealed_name", models.BinaryField()),
                ("sealed_contact", models.BinaryField()),
                ("language", models.CharField(max_length=5, verbose_name="language")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "recorded_by",
                    models.CharField(max_length=80, verbose_name="recorded by"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RequesterCheck",
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
                ("holds", models.BooleanField(verbose_name="is who they say")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("papers", "Papers that show the kinship"),
                            ("in_person", "Came in person and is known"),
                            ("call_back", "Called back on a number known before"),
                            ("other_body", "Another office confirmed it"),
                        ],
                        max_length=20,
                        verbose_name="how it was checked",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="checked")),
                ("by", models.CharField(max_length=80, verbose_name="checked by")),
                (
                    "requester",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="tracing.requester",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="TracingRequest",
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
                    "relation",
                    models.CharField(
                        choices=[
                            ("spouse", "Spouse or partner"),
                            ("parent", "Mother or father"),
                            ("child", "Daughter or son"),
                            ("sibling", "Sister or brother"),
                            ("other_relative", "Another relative"),
                            ("close_person", "Somebody close, not a relative"),
                        ],
                        max_length=20,
                        verbose_name="relation",
                    ),
                ),
                ("sealed_sought", models.BinaryField()),
                (
                    "case_ref",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        max_length=20,
                        verbose_name="case number",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="received")),
                (
                    "recorded_by",
                    models.CharField(max_length=80, verbose_name="recorded by"),
                ),
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tracing_request",
                        to="register.record",
                        verbose_name="statement in the register",
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="tracing.requester",
                        verbose_name="who asks",
                    ),
                ),
            ],
            options={
                "ordering": ["-received_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="RequestLink",
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
                ("linked", models.BooleanField(verbose_name="linked")),
                ("reasons", models.JSONField(default=list, verbose_name="reasons")),
                ("at", models.DateTimeField(verbose_name="decided")),
                ("by", models.CharField(max_length=80, verbose_name="decided by")),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.decision",
                        verbose_name="decision of the register",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="tracing.tracingrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Notice",
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
                ("language", models.CharField(max_length=5, verbose_name="language")),
                ("sealed_text", models.BinaryField()),
                (
                    "sha256",
                    models.CharField(max_length=64, verbose_name="hash of the words"),
                ),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="tracing.tracingrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ContactEvent",
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
                            ("call_offered", "A call was offered"),
                            ("call_made", "A call was made, and somebody was reached"),
                            (
                                "call_not_reached",
                                "A call was made, and nobody was reached",
                            ),
                            ("call_refused", "A call was refused by the person"),
                        ],
                        max_length=20,
                        verbose_name="what happened",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("by", models.CharField(max_length=80, verbose_name="recorded by")),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="tracing.tracingrequest",
                        verbose_name="family",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="NoticeEvent",
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
                            ("proposed", "Proposed: waits for somebody to send it"),
                            ("sent", "Sent"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=12,
                        verbose_name="what happened",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("by", models.CharField(max_length=80, verbose_name="by")),
                (
                    "reason",
                    models.CharField(blank=True, max_length=20, verbose_name="reason"),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="tracing.notice",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("notice", "kind"),
                        name="a_notice_goes_through_a_state_once",
                    )
                ],
            },
        ),
        AppendOnly("tracing_requester", may_change=("sealed_name", "sealed_contact")),
        AppendOnly("tracing_tracingrequest", may_change=("case_ref", "sealed_sought")),
        AppendOnly("tracing_requestlink"),
        AppendOnly("tracing_requestercheck"),
        AppendOnly("tracing_crossingword"),
        AppendOnly("tracing_contactevent"),
        AppendOnly("tracing_notice", may_change=("sealed_text",)),
        AppendOnly("tracing_noticeevent"),
    ]
