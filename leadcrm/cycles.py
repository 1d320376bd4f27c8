"""Purchase cycles measured from won deals: of conversion the deals, for leads the topics (design §2)."""

from datetime import datetime
from typing import Any

from django.db import connection

from core.scope import current_workspace_id


LEAST_DEALS = 10
# Days from the first inquiry to the deal won, the middle one of each topic; the deals of two years.
MEASURE = """
WITH won AS (
  SELECT l.main_topic AS slug, greatest(1, o.closed_at::date - l.created_at::date) AS days
  FROM conversion_opportunity o
  JOIN leads_lead l ON l.workspace_id = o.workspace_id AND l.id = o.lead_id
  WHERE o.workspace_id = %(workspace)s AND o.state = 'won' AND l.main_topic <> ''
    AND o.closed_at > %(at)s - interval '730 days'
), measured AS (
  SELECT t.id, count(w.days) AS deals,
    CASE WHEN count(w.days) >= %(least)s
         THEN round(percentile_cont(0.5) WITHIN GROUP (ORDER BY w.days))::int END AS days
  FROM leads_topic t LEFT JOIN won w ON w.slug = t.slug
  WHERE t.workspace_id = %(workspace)s GROUP BY t.id
)
UPDATE leads_topic t SET measured_cycle_days = m.days, measured_deals = m.deals, updated_at = %(at)s
FROM measured m
WHERE t.workspace_id = %(workspace)s AND t.id = m.id
  AND (t.measured_cycle_days, t.measured_deals) IS DISTINCT FROM (m.days, m.deals)
"""


def measure(*, at: datetime) -> None:
    """Write the measured cycle of every topic with ten won deals or more; the others keep the declared one."""
    values: dict[str, Any] = {"workspace": current_workspace_id(), "at": at, "least": LEAST_DEALS}
    with connection.cursor() as cursor:
        cursor.execute(MEASURE, values)
