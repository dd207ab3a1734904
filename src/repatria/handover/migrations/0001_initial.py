import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Handover",
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
                    "exchange_ref",
                    models.CharField(
                        db_index=True, max_length=20, verbose_name="exchange"
                    ),
                ),
                (
                    "round_number",
                    models.PositiveSmallIntegerField(verbose_name="round"),
                ),
                (
                    "leg",
                    models.CharField(max_length=90, verbose_name="from whom to whom"),
                ),
                ("place", models.CharField(max_length=200, verbose_name="place")),
                ("on", models.DateField(verbose_name="day")),
                (
                    "list_sha256",
                    models.CharField(
                        max_length=64, verbose_name="hash of the agreed list"
                    ),
                ),
                ("maker", models.CharField(max_length=40, verbose_name="made by")),
                ("planned_at", models.DateTimeField(verbose_name="planned")),
                (
                    "planned_by",
                    models.CharField(max_length=80, verbose_name="planned by"),
                ),
            ],
            options={
                "ordering": ["-on", "exchange_ref", "round_number", "leg"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("exchange_ref", "round_number", "leg"),
                        name="a_leg_is_handed_over_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
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
                ("number", models.PositiveSmallIntegerField(verbose_name="line")),
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
                    "shared_ref",
                    models.CharField(max_length=20, verbose_name="number in the list"),
                ),
                (
                    "holder_id",
                    models.CharField(
                        max_length=80, verbose_name="number of the detaining power"
                    ),
                ),
                (
                    "home_id",
                    models.CharField(
                        max_length=80, verbose_name="number of the power of origin"
                    ),
                ),
                ("name", models.CharField(max_length=300, verbose_name="name")),
                (
                    "in_place_of",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="in place of line"
                    ),
                ),
                (
                    "listed",
                    models.BooleanField(default=True, verbose_name="on the manifest"),
                ),
                (
                    "handover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="handover.handover",
                    ),
                ),
            ],
            options={
                "ordering": ["handover", "number"],
            },
        ),
        migrations.CreateModel(
            name="HandoverEvent",
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
                        blank=True,
                        db_index=True,
                        max_length=20,
                        verbose_name="case number",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("present", "Here"),
                            ("absent", "Missing"),
                            ("crossed", "Crossed"),
                            ("not_crossed", "Not crossed"),
                            ("substituted", "Another person goes in this place"),
                            ("undone", "The entry before was undone"),
                        ],
                        max_length=12,
                        verbose_name="what happened",
                    ),
                ),
                ("sealed_agreed", models.BinaryField(blank=True)),
                ("at", models.DateTimeField(verbose_name="when")),
                ("by", models.CharField(max_length=80, verbose_name="recorded by")),
                (
                    "handover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="handover.handover",
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="handover.handoverevent",
                    ),
                ),
                (
                    "for_line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="handover.line",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="handover.line",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Manifest",
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
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("document", models.TextField(verbose_name="document")),
                (
                    "sha256",
                    models.CharField(db_index=True, max_length=64, verbose_name="hash"),
                ),
                (
                    "made_by",
                    models.CharField(max_length=80, verbose_name="recorded by"),
                ),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "handover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="manifests",
                        to="handover.handover",
                    ),
                ),
            ],
            options={
                "ordering": ["handover", "version"],
            },
        ),
        migrations.CreateModel(
            name="Departure",
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
                ("at", models.DateTimeField(verbose_name="when")),
                ("by", models.CharField(max_length=80, verbose_name="recorded by")),
                (
                    "handover",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="departure",
                        to="handover.handover",
                    ),
                ),
                (
                    "manifest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="handover.manifest",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ManifestSignature",
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
                ("party", models.CharField(max_length=40, verbose_name="party")),
                ("signature", models.BinaryField()),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "recorded_by",
                    models.CharField(max_length=80, verbose_name="recorded by"),
                ),
                (
                    "manifest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="handover.manifest",
                    ),
                ),
            ],
            options={
                "ordering": ["manifest", "party"],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
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
                ("document", models.TextField(verbose_name="document")),
                (
                    "sha256",
                    models.CharField(db_index=True, max_length=64, verbose_name="hash"),
                ),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("made_by", models.CharField(max_length=80, verbose_name="made by")),
                (
                    "handover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="handover.handover",
                    ),
                ),
            ],
            options={
                "ordering": ["handover", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReceiptSignature",
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
                ("party", models.CharField(max_length=40, verbose_name="party")),
                ("signature", models.BinaryField()),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "recorded_by",
                    models.CharField(max_length=80, verbose_name="recorded by"),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="handover.receipt",
                    ),
                ),
            ],
            options={
                "ordering": ["receipt", "party"],
            },
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.UniqueConstraint(
                fields=("handover", "number"), name="a_line_is_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="manifest",
            constraint=models.UniqueConstraint(
                fields=("handover", "version"), name="a_manifest_is_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="manifestsignature",
            constraint=models.UniqueConstraint(
                fields=("manifest", "party"), name="a_manifest_is_signed_once_a_party"
            ),
        ),
        migrations.AddConstraint(
            model_name="receiptsignature",
            constraint=models.UniqueConstraint(
                fields=("receipt", "party"), name="a_receipt_is_signed_once_a_party"
            ),
        ),
    ]
