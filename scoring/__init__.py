"""Scores, grades and the light: rules Marketing and Sales agreed, explained line by line."""
