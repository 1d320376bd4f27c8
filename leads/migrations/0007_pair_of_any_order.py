"""Which lead of a pair is the first is held by who writes it. Safe before or after a deploy."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0006_pair_order"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="likelypair",
            name="leads_likelypair_order",
        ),
    ]
