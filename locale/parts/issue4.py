"""Spanish of scoring's last words: inferred clues on the timeline."""

TRANSLATIONS = {
    "%(question)s: no longer inferred to be %(value)s": "%(question)s: ya no se deduce %(value)s",
}
