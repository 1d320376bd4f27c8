"""Row-level security and composite keys of capture's tables; the texts a form showed can only be added to."""

from django.db import migrations

from core.fence import Fence


class Migration(migrations.Migration):
    dependencies = [("capture", "0001_initial"), ("leads", "0002_fence")]
    operations = [
        Fence("Form", "FormVersion", "Inquiry", "FilterRule", append_only=("FormVersion",)),
    ]
