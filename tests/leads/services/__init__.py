"""Tests of leads.services."""
