"""Tests of leads.api."""
