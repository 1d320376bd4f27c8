"""Contacts are found by their number while somebody calls. Safe before or after a deploy."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversion", "0002_fence"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("phone_e164", ""), _negated=True),
                fields=["workspace_id", "phone_e164"],
                name="conversion_contact_phone",
            ),
        ),
    ]
