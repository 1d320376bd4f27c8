"""Spanish of the evidence beside a line of the score."""

TRANSLATIONS = {
    "faded from %(points)s": "reducido desde %(points)s",
}
