"""Spanish of what is refused, and asked, before a version goes live or a draft is left."""

TRANSLATIONS = {
    "Somebody changed the draft meanwhile. Look at it again first.": (
        "Alguien ha cambiado el borrador entretanto. Míralo otra vez antes."
    ),
    "v%(live)s went live meanwhile. Look at it before you make an older version live again.": (
        "Entretanto ha entrado en vigor la v%(live)s. Mírala antes de volver a poner en vigor una versión anterior."
    ),
    "%(names)s names something that was deleted or switched off since, and may hold for no lead.": (
        "%(names)s nombra algo que después se eliminó o se desactivó, y puede que no se cumpla con ningún lead."
    ),
    "What turns the light green": "Lo que pone el semáforo en verde",
    "You signed this draft for %(side)s. Somebody else signs for the other side.": (
        "Has firmado este borrador por %(side)s. Por la otra parte firma otra persona."
    ),
    "Make v%(number)d live again": "Volver a poner en vigor la v%(number)d",
    "You can make it live as it is, and change these parts in a draft afterwards.": (
        "Puedes ponerla en vigor como está y cambiar después estas partes en un borrador."
    ),
    "Make it live all the same": "Ponerla en vigor de todos modos",
}
