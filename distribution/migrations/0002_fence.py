"""Row-level security and composite keys of distribution's tables."""

from django.db import migrations

from core.fence import Fence


class Migration(migrations.Migration):
    dependencies = [("distribution", "0001_initial"), ("leads", "0002_fence")]
    operations = [
        Fence("Pool", "PoolMember", "PoolCursor", "Absence", "Route", "RejectReason", "HandOff"),
    ]
