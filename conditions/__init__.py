"""The rule language: one JSON tree, read as SQL and as a sentence. Pure; the fields are an argument."""
