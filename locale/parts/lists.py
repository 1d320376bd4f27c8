"""Spanish of the list of leads: saved views, columns, tags, bulk changes, exports, jobs."""

TRANSLATIONS = {
    # views and columns
    "All %(n)s that match": "Los %(n)s que coinciden",
    "All leads": "Todos los leads",
    "All leads that match": "Todos los leads que coinciden",
    "All that match": "Todos los que coinciden",
    "Columns": "Columnas",
    "Delete view": "Eliminar vista",
    "Give the view a name.": "Pon un nombre a la vista.",
    "Keep as a tab": "Mantener como pestaña",
    "More views": "Más vistas",
    "No lead yet.": "Aún no hay ningún lead.",
    "Private view of %(name)s": "Vista privada de %(name)s",
    "Move left": "Mover a la izquierda",
    "Move right": "Mover a la derecha",
    ("column", "Points"): "Puntos",
    "Rename or share": "Cambiar nombre o compartir",
    "Rename or share…": "Cambiar nombre o compartir…",
    "Save as new view": "Guardar como vista nueva",
    "Save changes": "Guardar cambios",
    "Save view": "Guardar vista",
    "Show columns": "Mostrar columnas",
    "Take off the tabs": "Quitar de las pestañas",
    "The name always comes first. At most %(most)s columns.": (
        "El nombre va siempre primero. Como máximo %(most)s columnas."
    ),
    "The usual ones": "Las habituales",
    "This view": "Esta vista",
    "This list has more filters than can be kept. Take some of them away.": (
        "Esta lista tiene más filtros de los que se pueden guardar. Quita alguno."
    ),
    "View “%(name)s”": "Vista «%(name)s»",
    "View “%(name)s” deleted.": "Vista «%(name)s» eliminada.",
    "View “%(name)s” saved.": "Vista «%(name)s» guardada.",
    "Who sees it": "Quién la ve",
    "You keep %(limit)s views already. Delete one first.": (
        "Ya guardas %(limit)s vistas. Elimina antes alguna."
    ),
    ("view", "Everyone"): "Todos",
    ("view", "My team"): "Mi equipo",
    ("view", "Only me"): "Solo yo",
    # tags
    "A tag is a word or a few, of at most %(limit)s characters.": (
        "Una etiqueta es una palabra o unas pocas, de %(limit)s caracteres como máximo."
    ),
    "Add tag": "Añadir etiqueta",
    "At most %(limit)s tags.": "Como máximo %(limit)s etiquetas.",
    "Change tags": "Cambiar etiquetas",
    "Choose a tag, or write a new one.": "Elige una etiqueta o escribe una nueva.",
    "New tags": "Etiquetas nuevas",
    "Save tags": "Guardar etiquetas",
    "Several with commas between them.": "Varias, separadas por comas.",
    "Tag": "Etiqueta",
    ("verb", "Tag"): "Etiquetar",
    "Tag leads": "Etiquetar leads",
    "Tags": "Etiquetas",
    "Take tags off": "Quitar etiquetas",
    ("%(n)s lead tagged %(tags)s.", "%(n)s leads tagged %(tags)s."): (
        "%(n)s lead etiquetado con %(tags)s.",
        "%(n)s leads etiquetados con %(tags)s.",
    ),
    ("%(tags)s taken off %(n)s lead.", "%(tags)s taken off %(n)s leads."): (
        "%(tags)s: quitada a %(n)s lead.",
        "%(tags)s: quitada a %(n)s leads.",
    ),
    # bulk changes
    "%(verb)s: this goes on in the background. You can leave the page.": (
        "%(verb)s: sigue en segundo plano. Puedes salir de la página."
    ),
    "Being undone": "Deshaciéndose",
    "Bulk change": "Cambio en bloque",
    "Bulk changes": "Cambios en bloque",
    "Changed": "Cambiado",
    "Changed since, left alone": "Cambiado después, sin tocar",
    "Choose 1 to 200 leads, or all that match.": "Elige de 1 a 200 leads, o todos los que coinciden.",
    "Close leads": "Cerrar leads",
    "Leads changed": "Leads cambiados",
    "Leads chosen": "Leads elegidos",
    "Not changed": "Sin cambios",
    "Nothing yet. Choose rows in the list of leads to assign, tag or export them together.": (
        "Nada todavía. Elige filas en la lista de leads para asignarlas, etiquetarlas o exportarlas juntas."
    ),
    "Put back": "Devuelto a como estaba",
    "This can no longer be done.": "Esto ya no se puede hacer.",
    "Waiting": "En espera",
    "What was done to many leads at once. For 24 hours it can be undone.": (
        "Lo que se hizo a muchos leads a la vez. Se puede deshacer durante 24 horas."
    ),
    "Who asked for this may no longer do it.": "Quien lo pidió ya no puede hacerlo.",
    ("%(n)s changed since and stays.", "%(n)s changed since and stay."): (
        "%(n)s cambió después y se queda así.",
        "%(n)s cambiaron después y se quedan así.",
    ),
    ("%(n)s lead", "%(n)s leads"): ("%(n)s lead", "%(n)s leads"),
    ("%(n)s lead left the road.", "%(n)s leads left the road."): (
        "%(n)s lead salió del recorrido.",
        "%(n)s leads salieron del recorrido.",
    ),
    ("%(n)s left alone", "%(n)s left alone"): ("%(n)s sin tocar", "%(n)s sin tocar"),
    ("%(n)s stayed as it was.", "%(n)s stayed as they were."): (
        "%(n)s se quedó como estaba.",
        "%(n)s se quedaron como estaban.",
    ),
    # exports
    "A sheet holds at most %(n)s leads here. Choose CSV, or narrow the list.": (
        "Una hoja admite aquí como máximo %(n)s leads. Elige CSV o acota la lista."
    ),
    "CSV": "CSV",
    ("verb", "Download"): "Descargar",
    "Everything that is known of a lead": "Todo lo que se sabe de cada lead",
    "Excel (XLSX)": "Excel (XLSX)",
    "Export": "Exportar",
    "Exports": "Exportaciones",
    "File of leads": "Archivo de leads",
    "Files you made. Each can be fetched for 24 hours, by you alone.": (
        "Los archivos que has creado. Cada uno se puede descargar durante 24 horas, y solo tú puedes."
    ),
    "Format": "Formato",
    "Leads exported": "Leads exportados",
    "Make file": "Crear archivo",
    "No file yet. Choose rows in the list of leads and export them.": (
        "Ningún archivo todavía. Elige filas en la lista de leads y expórtalas."
    ),
    "No longer kept": "Ya no se conserva",
    "Those of this list": "Las de esta lista",
    "You made %(n)s files within the hour. Try again later.": (
        "Has creado %(n)s archivos en una hora. Inténtalo más tarde."
    ),
    "format": "formato",
    # jobs
    "Cancel the rest": "Cancelar lo que queda",
    "It could not go on.": "No pudo continuar.",
    "Job": "Trabajo",
    "Pause": "Pausar",
    "Resume": "Reanudar",
    "Show the result": "Ver el resultado",
    "This job has ended already.": "Este trabajo ya ha terminado.",
    ("%(n)s job under way", "%(n)s jobs under way"): ("%(n)s trabajo en marcha", "%(n)s trabajos en marcha"),
}
