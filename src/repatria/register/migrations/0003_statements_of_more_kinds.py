"""Statements of two more kinds: notifications, and reports of visits."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0002_imports_in_full"),
    ]

    operations = [
        migrations.AlterField(
            model_name="record",
            name="kind",
            field=models.CharField(
                choices=[
                    ("row", "Row of a list"),
                    ("card", "Capture card"),
                    ("letter", "Letter or message"),
                    ("sighting", "Sighting by a witness"),
                    ("request", "Request of a family"),
                    ("report", "Published report"),
                    ("notification", "Notification"),
                    ("visit", "Report of a visit"),
                ],
                default="row",
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="source",
            name="kind",
            field=models.CharField(
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
    ]
