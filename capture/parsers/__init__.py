"""Reading what others wrote: bytes to values, values to facts. Pure: no database, no clock."""
