"""The first lead of a pair is not the later one. Safe before or after a deploy; the table is small."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0005_merging"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="likelypair",
            name="leads_likelypair_order",
        ),
        migrations.AddConstraint(
            model_name="likelypair",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lte", models.F("second"))), name="leads_likelypair_order"
            ),
        ),
    ]
