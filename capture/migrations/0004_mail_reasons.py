"""Reasons that only mails have; a list of choices, the table stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("capture", "0003_hooks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="filterrule",
            name="check_name",
            field=models.CharField(
                choices=[
                    ("unreadable", "The content cannot be read"),
                    ("bad_characters", "Contains characters that no text has"),
                    ("bad_value", "A value is of the wrong kind"),
                    ("no_contact", "Neither e-mail, phone nor company"),
                    ("bad_email", "The e-mail address is not one"),
                    ("disposable", "Throw-away e-mail address"),
                    ("honeypot", "A robot filled in the trap field"),
                    ("too_fast", "Filled in faster than a person can"),
                    ("foreign_origin", "Sent from a page that is not allowed"),
                    ("spam_words", "Reads like spam"),
                    ("spam_links", "Full of links"),
                    ("spam", "Marked as spam by hand"),
                    ("bad_signature", "The secret or the signature is wrong"),
                    ("unmapped", "Nobody has said which value is what"),
                    ("needs_fetch", "Holds only an id; the platform keeps the rest"),
                    ("test", "A test of the platform"),
                    ("duplicate", "Told twice by the platform"),
                    ("no_lead", "Tells of something else than a lead"),
                    ("auto_reply", "A program answered"),
                    ("bounce", "A mail came back"),
                    ("complaint", "Somebody wants no more mail"),
                    ("bulk", "List mail or newsletter"),
                    ("loop", "Goes round, or is our own mail"),
                    ("invitation", "An invitation to a meeting"),
                    ("colleague", "Written by somebody of this workspace"),
                    ("no_reply", "The sender takes no answers"),
                    ("spam_marked", "The mail server takes it for spam"),
                    ("error", "Could not be processed"),
                ],
                max_length=20,
            ),
        ),
    ]
