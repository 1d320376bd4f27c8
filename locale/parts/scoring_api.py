"""Spanish of what the scoring and inference APIs refuse."""

TRANSLATIONS = {
    "You may not see the draft.": "No puedes ver el borrador.",
    "Somebody changed the draft meanwhile. Read it again.": (
        "Alguien ha cambiado el borrador entretanto. Vuelve a leerlo."
    ),
    "Give the number of a version, or “draft”.": "Indica el número de una versión, o «draft».",
    "“%(name)s” said something of leads, and that is kept. Switch it off instead.": (
        "«%(name)s» ha dicho algo de algún lead, y eso se conserva. Desactívala en su lugar."
    ),
    "Inference deleted": "Inferencia eliminada",
}
