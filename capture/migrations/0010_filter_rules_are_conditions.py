"""Rules of the filter become conditions with an action; inquiries keep what rules read, and which one decided.

What a workspace had ordered, switched off or tuned stays so; built-in checks without a row get one, after the others, as
they were asked before. Workers of the former release cannot read the new rows: stop them first. No inquiry is touched.
"""

import json
from typing import Any

import django.db.models.deletion
from django.db import migrations, models


REFERENCE = """
ALTER TABLE capture_inquiry ADD CONSTRAINT capture_inquiry_rule_id_fk FOREIGN KEY (workspace_id, rule_id)
  REFERENCES capture_filterrule (workspace_id, id) DEFERRABLE INITIALLY DEFERRED
"""
UNDO = "ALTER TABLE capture_inquiry DROP CONSTRAINT capture_inquiry_rule_id_fk"
# The checks as they were when this was written, in the order in which they were asked.
SIGNS = ("unreadable", "honeypot", "too_fast", "foreign_origin", "spam_marked", "colleague", "no_reply")
ORDER = (
    *SIGNS,
    *("no_contact", "bad_characters", "bad_value", "bad_email", "disposable", "spam_words", "spam_links"),
)


def condition_of(check: str, params: dict[str, Any]) -> dict[str, Any]:
    """Return the check with its parameters as a condition."""
    if check in {*SIGNS, "bad_characters"}:
        return {"field": "arrival.signs", "op": "has", "value": check}
    if check == "no_contact":
        return {
            "all": [{"field": f"contact.{name}", "op": "is_empty"} for name in ("email", "phone", "company")]
        }
    if check == "bad_value":
        return {"field": "arrival.doubts", "op": "is_not_empty"}
    if check == "bad_email":
        return {"field": "quality.email_syntax", "op": "is", "value": False}
    if check == "disposable":
        return _with_domains(params.get("domains") or [])
    if check == "spam_words":
        return _with_words(params.get("words") or [])
    return {
        "any": [
            {"field": "content.links", "op": "gt", "value": int(params.get("links", 3))},
            {"field": "content.link_in_name", "op": "is", "value": True},
        ]
    }


def _with_domains(domains: list[Any]) -> dict[str, Any]:
    known = {"field": "quality.email_disposable", "op": "is", "value": True}
    own = [str(name).strip().lower() for name in domains if str(name).strip()][:100]
    if not own:
        return known
    below = [{"field": "contact.email_domain", "op": "ends_with", "value": f".{name}"} for name in own]
    return {"any": [known, {"field": "contact.email_domain", "op": "in", "value": own}, *below]}


def _with_words(words: list[Any]) -> dict[str, Any]:
    known = {"field": "content.spam_words", "op": "is_not_empty"}
    own = [str(word) for word in words if any(char.isalnum() for char in str(word))][:100]
    if not own:
        return known
    return {"any": [known, {"field": "content.words", "op": "contains_any", "value": own}]}


def convert(apps: Any, schema_editor: Any) -> None:
    """Write each check as a condition, for every workspace; the migration's login sees them all."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT workspace_id, id, check_name, params FROM capture_filterrule ORDER BY workspace_id, position, id"
        )
        own = {}
        for workspace_id, pk, check, params in cursor.fetchall():
            params = json.loads(params) if isinstance(params, str) else params
            own.setdefault(workspace_id, []).append((pk, check, params or {}))
        cursor.execute("SELECT id FROM tenants_workspace ORDER BY id")
        for (workspace_id,) in cursor.fetchall():
            _convert_one(cursor, workspace_id, own.get(workspace_id, []))


def _convert_one(cursor: Any, workspace_id: int, rows: list[tuple[int, str, dict[str, Any]]]) -> None:
    known = [row for row in rows if row[1] in ORDER]
    cursor.execute(
        "DELETE FROM capture_filterrule WHERE workspace_id = %s AND NOT check_name = ANY(%s)",
        [workspace_id, list(ORDER)],
    )
    for place, (pk, check, params) in enumerate(known):
        cursor.execute(
            "UPDATE capture_filterrule SET condition = %s, action = 'quarantine', reason = %s, built_in = %s, "
            "position = %s, is_active = is_active OR %s WHERE workspace_id = %s AND id = %s",
            [
                json.dumps(condition_of(check, params)),
                check,
                check,
                place,
                check in {"unreadable", "no_contact"},
                workspace_id,
                pk,
            ],
        )
    missing = [check for check in ORDER if check not in {row[1] for row in known}]
    for place, check in enumerate(missing, start=len(known)):
        cursor.execute(
            "INSERT INTO capture_filterrule (workspace_id, created_at, updated_at, check_name, params, name, condition, "
            "action, reason, tag, built_in, position, is_active) "
            "VALUES (%s, now(), now(), %s, '{}', '', %s, 'quarantine', %s, '', %s, %s, true)",
            [workspace_id, check, json.dumps(condition_of(check, {})), check, check, place],
        )


class Migration(migrations.Migration):
    dependencies = [
        ("capture", "0009_forms_that_give"),
        ("tenants", "0002_fence"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="filterrule", name="capture_filterrule_check"),
        migrations.AddField(
            model_name="filterrule",
            name="action",
            field=models.CharField(
                choices=[
                    ("quarantine", "Hold it back for somebody to judge"),
                    ("invalid", "Set it aside as invalid"),
                    ("accept", "Let it through"),
                    ("tag", "Tag its lead and go on"),
                ],
                default="quarantine",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="filterrule", name="built_in", field=models.CharField(blank=True, max_length=20)
        ),
        migrations.AddField(
            model_name="filterrule",
            name="condition",
            field=models.JSONField(default=dict),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="filterrule", name="name", field=models.CharField(blank=True, max_length=120)
        ),
        migrations.AddField(
            model_name="filterrule", name="reason", field=models.CharField(blank=True, max_length=20)
        ),
        migrations.AddField(
            model_name="filterrule", name="removed_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="filterrule", name="tag", field=models.CharField(blank=True, max_length=60)
        ),
        migrations.RunPython(convert, elidable=False),
        migrations.RemoveField(model_name="filterrule", name="check_name"),
        migrations.RemoveField(model_name="filterrule", name="params"),
        migrations.AddField(
            model_name="inquiry", name="findings", field=models.JSONField(db_default={}, default=dict)
        ),
        migrations.AddField(
            model_name="inquiry",
            name="rule",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="capture.filterrule",
            ),
        ),
        migrations.AddField(
            model_name="inquiry", name="tags", field=models.JSONField(db_default=[], default=list)
        ),
        migrations.AddConstraint(
            model_name="filterrule",
            constraint=models.UniqueConstraint(
                condition=models.Q(("built_in", ""), _negated=True),
                fields=("workspace_id", "built_in"),
                name="capture_filterrule_built_in",
            ),
        ),
        migrations.AddConstraint(
            model_name="filterrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("action__in", ["accept", "quarantine", "invalid", "tag"])),
                name="capture_filterrule_action",
            ),
        ),
        migrations.AddConstraint(
            model_name="filterrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("action", "quarantine"), models.Q(("reason", ""), _negated=True)),
                    models.Q(models.Q(("action", "quarantine"), _negated=True), ("reason", "")),
                    _connector="OR",
                ),
                name="capture_filterrule_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="filterrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("action", "tag"), models.Q(("tag", ""), _negated=True)),
                    models.Q(models.Q(("action", "tag"), _negated=True), ("tag", "")),
                    _connector="OR",
                ),
                name="capture_filterrule_tag",
            ),
        ),
        migrations.RunSQL(REFERENCE, UNDO),
    ]
