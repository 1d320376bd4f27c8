"""Measurements of this machine: each figure beside a floor measured in the same run (docs/performance.md)."""
