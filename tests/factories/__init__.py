"""Factories: plain functions that make the least valid row; what a test asserts it passes itself."""
