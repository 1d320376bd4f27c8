"""What a campaign cost by day, whom it reaches and what it gives. Safe before or after a deploy."""

import django.db.models.deletion
from django.db import migrations, models

import core.scope
from core.fence import Fence


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0008_privacy"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="incentive",
            field=models.CharField(
                choices=[
                    ("none", "No incentive"),
                    ("raffle", "Raffle"),
                    ("gift", "Gift"),
                    ("discount", "Discount"),
                    ("content", "Content to download"),
                ],
                db_default="none",
                default="none",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="reach",
            field=models.CharField(
                blank=True,
                choices=[("paid", "Paid"), ("organic", "Organic")],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="CampaignCost",
            fields=[
                (
                    "workspace_id",
                    models.BigIntegerField(default=core.scope.current_workspace_id, editable=False),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("amount_cents", models.BigIntegerField()),
                (
                    "campaign",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="daily_costs",
                        to="leads.campaign",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "campaign", "day"), name="leads_campaigncost_campaign_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_cents__gt", 0)), name="leads_campaigncost_amount"
                    ),
                ],
            },
        ),
        Fence("CampaignCost"),
    ]
