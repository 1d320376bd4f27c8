"""Faults by the hundred: whatever is killed while inquiries come in, none that was acknowledged is lost or doubled."""
