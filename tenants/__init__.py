"""Workspaces, people and what each may do."""
