"""Processing may be restricted: then no mail goes. Safe before a deploy; older code never writes the word."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0010_undone_merges_keep_nothing"),
        ("messaging", "0004_tell_of_inquiries"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="message",
            name="messaging_message_withheld_says_why",
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withheld"), _negated=True),
                    (
                        "reason__in",
                        [
                            "no_address",
                            "no_consent",
                            "unsubscribed",
                            "topic_off",
                            "bounced",
                            "complained",
                            "erased",
                            "blocked",
                            "restricted",
                            "lead_closed",
                            "no_longer_wanted",
                            "no_identity",
                        ],
                    ),
                    _connector="OR",
                ),
                name="messaging_message_withheld_says_why",
            ),
        ),
    ]
