"""SQL that reads one key of a JSON column as a typed value, for custom fields and activity properties.

No stored value may break a pass over a million rows, so every cast is guarded: a value of another shape reads
as NULL. The key is quoted here; it may be any text.
"""

from conditions.fragments import literal
from conditions.registry import FieldType


DATE_PATTERN = "^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"


def json_column(column: str, key: str, kind: FieldType) -> str:
    """Return the SQL that reads the key of the JSON column as this type, NULL where it holds something else.

    Raises: ValueError for datetime, which JSON values do not have here.
    """
    text, value = f"({column}->>{literal(key)})", f"({column}->{literal(key)})"
    match kind:
        case FieldType.TEXT | FieldType.CHOICE:
            return text
        case FieldType.NUMBER:
            return f"(CASE WHEN jsonb_typeof({value}) = 'number' THEN {text}::numeric END)"
        case FieldType.BOOLEAN:
            return f"(CASE WHEN jsonb_typeof({value}) = 'boolean' THEN {text}::boolean END)"
        case FieldType.LIST:
            return (
                f"(CASE WHEN jsonb_typeof({value}) = 'array' "
                f"THEN ARRAY(SELECT jsonb_array_elements_text({value})) END)"
            )
        case FieldType.DATE:
            return _date(text)
    raise ValueError(f"A JSON key cannot be read as {kind}.")


def _date(text: str) -> str:
    """Read an ISO date by arithmetic: a cast of 2026-02-31 would raise, here it rolls over to 3 March."""
    month = f"to_date(left({text}, 7), 'YYYY-MM')"
    return f"(CASE WHEN {text} ~ {literal(DATE_PATTERN)} THEN {month} + (right({text}, 2)::int - 1) END)"
