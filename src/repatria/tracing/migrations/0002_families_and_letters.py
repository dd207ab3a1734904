import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

from repatria.ledger.triggers import AppendOnly

AT_A_TIME = 2_000


def fill_standing(apps, _schema_editor):
    """Say of every request that is there where it stands."""
    requests = apps.get_model("tracing", "TracingRequest")
    states = apps.get_model("tracing", "RequestState")
    checks = apps.get_model("tracing", "RequesterCheck")
    newest = checks.objects.filter(requester=OuterRef("requester")).order_by(
        "-at", "-pk"
    )
    rows = requests.objects.filter(state=None).annotate(
        holds=Subquery(newest.values("holds")[:1])
    )
    checked = {None: "open", True: "yes", False: "no"}
    while batch := list(rows[:AT_A_TIME]):
        states.objects.bulk_create(
            states(
                request=request,
                stands="linked" if request.case_ref else "waiting",
                checked=checked[request.holds],
            )
            for request in batch
        )


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0001_initial"),
        ("tracing", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PfifExport",
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
                    "purpose",
                    models.CharField(
                        max_length=400, verbose_name="purpose, without names"
                    ),
                ),
                (
                    "sha256",
                    models.CharField(max_length=64, verbose_name="hash of the file"),
                ),
                ("requests", models.PositiveIntegerField(verbose_name="requests")),
                (
                    "with_contact",
                    models.PositiveIntegerField(verbose_name="with who asks"),
                ),
                ("at", models.DateTimeField(verbose_name="made")),
                ("by", models.CharField(max_length=80, verbose_name="made by")),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AlterField(
            model_name="tracingrequest",
            name="relation",
            field=models.CharField(
                choices=[
                    ("spouse", "Spouse or partner"),
                    ("parent", "Mother or father"),
                    ("child", "Daughter or son"),
                    ("sibling", "Sister or brother"),
                    ("other_relative", "Another relative"),
                    ("close_person", "Somebody close, not a relative"),
                    ("not_told", "Not told"),
                ],
                max_length=20,
                verbose_name="relation",
            ),
        ),
        migrations.CreateModel(
            name="CandidateAnswer",
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
                    "said",
                    models.CharField(
                        choices=[
                            ("same", "This is the person"),
                            ("different", "Somebody else"),
                            ("unsure", "Cannot be told yet"),
                        ],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="reason, without names"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="answered")),
                ("by", models.CharField(max_length=80, verbose_name="answered by")),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.record",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidate_answers",
                        to="tracing.tracingrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Consent",
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
                    "share",
                    models.CharField(
                        choices=[
                            ("agency", "That they ask, with the neutral agency"),
                            (
                                "other_bureau",
                                "That they ask, with the other party's bureau",
                            ),
                            (
                                "registers",
                                "That they ask, with other registers of missing people (PFIF)",
                            ),
                            (
                                "contact",
                                "Their name and contact, with other registers (PFIF)",
                            ),
                        ],
                        max_length=20,
                        verbose_name="what is shared, with whom",
                    ),
                ),
                ("given", models.BooleanField(verbose_name="agreed")),
                (
                    "until",
                    models.DateField(blank=True, null=True, verbose_name="until"),
                ),
                (
                    "channels",
                    models.JSONField(default=list, verbose_name="ways to reach them"),
                ),
                ("said_on", models.DateField(verbose_name="said on")),
                ("at", models.DateTimeField(verbose_name="recorded")),
                ("by", models.CharField(max_length=80, verbose_name="recorded by")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="tracing.tracingrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Letter",
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
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("from_prisoner", "From the prisoner to the family"),
                            ("to_prisoner", "From the family to the prisoner"),
                        ],
                        max_length=14,
                        verbose_name="from whom to whom",
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("letter", "Letter"),
                            ("card", "Card"),
                            ("family_news", "Family news, at most 25 words"),
                        ],
                        max_length=12,
                        verbose_name="form",
                    ),
                ),
                (
                    "language",
                    models.CharField(blank=True, max_length=5, verbose_name="language"),
                ),
                ("sealed_text", models.BinaryField()),
                ("words", models.PositiveIntegerField(verbose_name="words")),
                (
                    "written_on",
                    models.DateField(blank=True, null=True, verbose_name="written on"),
                ),
                (
                    "under_duress",
                    models.BooleanField(verbose_name="possibly written under duress"),
                ),
                ("at", models.DateTimeField(verbose_name="recorded")),
                ("by", models.CharField(max_length=80, verbose_name="recorded by")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="tracing.tracingrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="LetterEvent",
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
                    "step",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            (
                                "read_by_holder",
                                "Read and cleared by the detaining power",
                            ),
                            ("read_by_home", "Read and cleared by the power of origin"),
                            ("held_back", "Held back by a censor"),
                            ("forwarded", "Forwarded"),
                            ("delivered", "Delivered"),
                            ("refused", "Refused by whoever it was for"),
                        ],
                        max_length=14,
                        verbose_name="what happened",
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("at", models.DateTimeField(verbose_name="recorded")),
                ("by", models.CharField(max_length=80, verbose_name="recorded by")),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="tracing.letter",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PersonAnswer",
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
                    "agrees",
                    models.CharField(
                        choices=[
                            ("yes", "Agrees that this relative is told"),
                            ("no", "Does not agree"),
                            ("not_now", "Not now: ask again when the person says so"),
                        ],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                (
                    "heard",
                    models.CharField(
                        choices=[
                            ("in_person", "In person"),
                            ("telephone", "By telephone"),
                            ("in_writing", "In writing"),
                            ("agency", "Through the neutral agency"),
                        ],
                        max_length=12,
                        verbose_name="how it was heard",
                    ),
                ),
                ("said_on", models.DateField(verbose_name="said on")),
                ("at", models.DateTimeField(verbose_name="recorded")),
                ("by", models.CharField(max_length=80, verbose_name="recorded by")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="tracing.tracingrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RequestState",
            fields=[
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="state",
                        serialize=False,
                        to="tracing.tracingrequest",
                    ),
                ),
                (
                    "stands",
                    models.CharField(
                        choices=[
                            ("waiting", "Linked to nobody yet"),
                            ("linked", "Linked to a case"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="where it stands",
                    ),
                ),
                (
                    "checked",
                    models.CharField(
                        choices=[("yes", "yes"), ("no", "no"), ("open", "open")],
                        default="open",
                        max_length=8,
                        verbose_name="checked",
                    ),
                ),
                (
                    "candidates",
                    models.PositiveIntegerField(default=0, verbose_name="candidates"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["stands", "request"], name="requests_by_standing"
                    ),
                    models.Index(fields=["candidates"], name="requests_by_candidates"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TellingDecision",
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
                    "may_tell",
                    models.CharField(
                        choices=[
                            ("everything", "May be told everything"),
                            (
                                "that_alive",
                                "May be told that the person lives, and not where",
                            ),
                            ("nothing", "Is told nothing"),
                        ],
                        max_length=12,
                        verbose_name="may be told",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        max_length=400, verbose_name="reason, without names"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="decided")),
                ("by", models.CharField(max_length=80, verbose_name="decided by")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tellings",
                        to="tracing.tracingrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="WhoFiledAnswer",
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
                ("with_name", models.BooleanField(verbose_name="the name was told")),
                (
                    "reason",
                    models.CharField(
                        max_length=400, verbose_name="reason, without names"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="answered")),
                ("by", models.CharField(max_length=80, verbose_name="answered by")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="who_filed",
                        to="tracing.tracingrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
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
                    "turn",
                    models.CharField(
                        choices=[
                            ("withdrawn", "Withdrawn"),
                            ("reopened", "Opened again"),
                            ("succeeded", "Taken down anew under another number"),
                        ],
                        max_length=10,
                        verbose_name="what happened",
                    ),
                ),
                (
                    "said_by",
                    models.CharField(
                        choices=[
                            ("requester", "whoever asked"),
                            ("sought", "the person sought"),
                            ("source", "the register that sent it"),
                        ],
                        max_length=10,
                        verbose_name="who asked for it",
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_longer_asks", "Does not ask any more"),
                            ("found", "Found each other in another way"),
                            ("not_missing", '"I am not missing"'),
                            ("removal", "Asks that it is removed"),
                            ("expired", "Its time was over"),
                        ],
                        max_length=16,
                        verbose_name="why",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="reason, without names"
                    ),
                ),
                (
                    "forgotten",
                    models.BooleanField(
                        default=False, verbose_name="its words were erased"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="recorded")),
                ("by", models.CharField(max_length=80, verbose_name="recorded by")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawals",
                        to="tracing.tracingrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Arrival",
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
                    "channel",
                    models.CharField(
                        choices=[
                            ("desk", "At the desk"),
                            ("pfif", "From another register (PFIF)"),
                        ],
                        max_length=10,
                        verbose_name="way",
                    ),
                ),
                (
                    "repository",
                    models.CharField(
                        blank=True, max_length=255, verbose_name="register"
                    ),
                ),
                (
                    "own_id",
                    models.CharField(
                        blank=True, max_length=255, verbose_name="number there"
                    ),
                ),
                ("digest", models.CharField(blank=True, db_index=True, max_length=64)),
                (
                    "said_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="said there"
                    ),
                ),
                (
                    "expires_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="to be kept until"
                    ),
                ),
                ("sealed_verbatim", models.BinaryField(default=bytes)),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="reason, without names"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="arrived")),
                ("by", models.CharField(max_length=80, verbose_name="taken in by")),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arrivals",
                        to="tracing.tracingrequest",
                    ),
                ),
                (
                    "stopped_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stopped",
                        to="tracing.withdrawal",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="WithdrawnPrint",
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
                    "about",
                    models.CharField(
                        choices=[
                            ("source", "source"),
                            ("asked_by", "asked_by"),
                            ("reached_at", "reached_at"),
                            ("sought", "sought"),
                        ],
                        max_length=12,
                    ),
                ),
                ("digest", models.CharField(db_index=True, max_length=64)),
                (
                    "withdrawal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prints",
                        to="tracing.withdrawal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Candidate",
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
                ("probability", models.FloatField(verbose_name="probability")),
                ("why", models.JSONField(default=list, verbose_name="reasons")),
                ("found_at", models.DateTimeField(verbose_name="found")),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.record",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidates",
                        to="tracing.tracingrequest",
                    ),
                ),
                (
                    "source_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.sourcefile",
                    ),
                ),
            ],
            options={
                "ordering": ["-probability", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "record"), name="a_candidate_stands_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FamilyConflict",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            (
                                "both_next_of_kin",
                                "Both say that they are the next of kin",
                            ),
                            (
                                "asks_not_to_tell",
                                "The one asks that the other is not told",
                            ),
                            ("other", "They contradict each other in something else"),
                        ],
                        max_length=20,
                        verbose_name="in what",
                    ),
                ),
                ("sealed_words", models.BinaryField()),
                ("at", models.DateTimeField(verbose_name="recorded")),
                ("by", models.CharField(max_length=80, verbose_name="recorded by")),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts_met",
                        to="tracing.tracingrequest",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts_raised",
                        to="tracing.tracingrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("raised_by", models.F("other")), _negated=True
                        ),
                        name="a_conflict_has_two_sides",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestNote",
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
                ("digest", models.CharField(db_index=True, max_length=64)),
                (
                    "repository",
                    models.CharField(max_length=255, verbose_name="register"),
                ),
                (
                    "status",
                    models.CharField(blank=True, max_length=20, verbose_name="status"),
                ),
                ("sealed_text", models.BinaryField()),
                ("sealed_verbatim", models.BinaryField()),
                (
                    "said_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="said there"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="arrived")),
                ("by", models.CharField(max_length=80, verbose_name="taken in by")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="tracing.tracingrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "digest"), name="a_note_stands_once"
                    )
                ],
            },
        ),
        migrations.RunPython(fill_standing, migrations.RunPython.noop),
        # What an erasure blanks may change; everything else only grows.
        AppendOnly("tracing_arrival", may_change=("sealed_verbatim", "own_id")),
        AppendOnly(
            "tracing_requestnote", may_change=("sealed_text", "sealed_verbatim")
        ),
        AppendOnly("tracing_familyconflict", may_change=("sealed_words",)),
        AppendOnly("tracing_letter", may_change=("sealed_text",)),
        AppendOnly("tracing_letterevent"),
        AppendOnly("tracing_consent"),
        AppendOnly("tracing_tellingdecision"),
        AppendOnly("tracing_personanswer"),
        AppendOnly("tracing_whofiledanswer"),
        AppendOnly("tracing_candidateanswer"),
        AppendOnly("tracing_withdrawal"),
        AppendOnly("tracing_withdrawnprint"),
        AppendOnly("tracing_pfifexport"),
    ]
