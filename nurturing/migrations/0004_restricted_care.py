"""Processing may be restricted: then no mail goes. Safe before a deploy; older code never writes the word."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("nurturing", "0003_merging"),
    ]

    operations = [
        migrations.AlterField(
            model_name="care",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("amber", "Near: something is missing"),
                    ("no_address", "No e-mail address"),
                    ("no_consent", "No consent to mail"),
                    ("unreachable", "Mail does not reach the address"),
                    ("unsubscribed", "Unsubscribed"),
                    ("restricted", "Processing is restricted"),
                    ("no_owner", "Green, but nobody to hand it to"),
                    ("no_track", "No workflow takes it in"),
                    ("track_ended", "Has been through its workflow"),
                ],
                db_collation="C",
                max_length=12,
            ),
        ),
    ]
