"""Row-level security and composite keys of nurturing's tables."""

from django.db import migrations

from core.fence import Fence


class Migration(migrations.Migration):
    dependencies = [("nurturing", "0001_initial"), ("leads", "0002_fence"), ("messaging", "0002_fence")]
    operations = [Fence("ContentPiece", "Workflow", "WorkflowVersion", "Enrollment", "StepRun", "Care")]
