"""The questions: each a statement or a few over sets, answered with plain values."""
