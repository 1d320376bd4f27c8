"""Row-level security and composite keys of the tables of deals."""

from django.db import migrations

from core.fence import Fence


class Migration(migrations.Migration):
    dependencies = [("conversion", "0001_initial"), ("leads", "0002_fence")]
    operations = [
        Fence(
            "Account",
            "Contact",
            "Pipeline",
            "PipelineStage",
            "LostReason",
            "Opportunity",
            "Conversion",
            "SearchWord",
        )
    ]
