"""Spanish of imports: files of leads, brought in by pages."""

TRANSLATIONS = {
    # vocabularies
    ("import", "Columns to choose"): "Faltan las columnas",
    ("import", "Ready to start"): "Lista para empezar",
    ("import", "Running"): "En marcha",
    ("import", "Done"): "Terminada",
    ("import", "Stopped"): "Detenida",
    ("import", "Being undone"): "Deshaciéndose",
    ("import", "Undone"): "Deshecha",
    "Our own customers or contacts": "Clientes o contactos propios",
    "People met at an event": "Personas conocidas en un evento",
    "A rented or bought list": "Una lista alquilada o comprada",
    "A cold list, researched by us": "Una lista fría, buscada por nosotros",
    "They agreed to marketing mail": "Aceptaron recibir correo comercial",
    "They are customers": "Son clientes",
    "Our legitimate interest": "Nuestro interés legítimo",
    "Not known": "No se sabe",
    "Stands": "Sigue en pie",
    "Left alone": "Se dejó como estaba",
    "Somebody worked with it since": "Alguien ha trabajado con él desde entonces",
    "Changed again since": "Ha vuelto a cambiar desde entonces",
    "Another open lead has its former e-mail address": "Otro lead abierto tiene su correo anterior",
    "No longer there": "Ya no existe",
    ("row", "Update"): "Actualiza",
    ("row", "Error"): "Error",
    "Nothing new": "Nada nuevo",
    "Same as another row": "Igual que otra fila",
    "Left out": "Se omite",
    # the file
    "Imports": "Importaciones",
    "CSV, Excel, list": "CSV, Excel, lista",
    "Import a file": "Importar un archivo",
    "File": "Archivo",
    "CSV, Excel (xlsx), vCard or JSON, up to 10 MB and 100,000 rows.": (
        "CSV, Excel (xlsx), vCard o JSON, hasta 10 MB y 100.000 filas."
    ),
    "Name of the list": "Nombre de la lista",
    "Such as “Fair in Valencia 2026”. Empty: the file's name. It is the source if you name none.": (
        "Por ejemplo, «Feria de Valencia 2026». Vacío: el nombre del archivo. Es el origen si no indicas otro."
    ),
    "Where it comes from": "De dónde viene",
    "Why we may write to them": "Por qué podemos escribirles",
    "The text they agreed to": "El texto que aceptaron",
    "Word for word, as evidence of each new person's consent. Without it they get no marketing mail.": (
        "Palabra por palabra, como prueba del consentimiento de cada persona nueva. Sin él no reciben correo comercial."
    ),
    "Write the text they agreed to.": "Escribe el texto que aceptaron.",
    "Or a new source": "O un origen nuevo",
    "Separated by commas; put on everybody in the file.": (
        "Separadas por comas; se ponen a todas las personas del archivo."
    ),
    "Next: columns": "Siguiente: columnas",
    "The file is larger than 10 MB. Split it, or import it by the command import_leads.": (
        "El archivo supera los 10 MB. Divídelo o impórtalo con la orden import_leads."
    ),
    "The file has more than 100,000 rows. Split it, or use the command import_leads.": (
        "El archivo tiene más de 100.000 filas. Divídelo o usa la orden import_leads."
    ),
    # the list
    "Lists brought in from files; each can be undone for 24 hours.": (
        "Listas traídas de archivos; cada una se puede deshacer durante 24 horas."
    ),
    "No file yet. Bring in the list of a fair, a rented list or the contacts of another system; you see what comes of each row before anything is written.": (
        "Todavía no hay ningún archivo. Trae la lista de una feria, una lista alquilada o los contactos de otro sistema; "
        "verás qué pasa con cada fila antes de que se escriba nada."
    ),
    "Updated": "Actualizados",
    "rows": "filas",
    ("rows", "new"): "nuevos",
    ("rows", "updated"): "actualizados",
    ("rows", "failed"): "fallidas",
    ("rows", "Failed"): "Fallidas",
    ("rows", "Left out"): "Omitidas",
    # columns
    "Steps": "Pasos",
    "Which column is what": "Qué es cada columna",
    "guessed from names and values": "adivinado por nombres y valores",
    "empty in the first rows": "vacía en las primeras filas",
    "New field of our own": "Campo propio nuevo",
    "New field: text": "Campo nuevo: texto",
    "New field: number": "Campo nuevo: número",
    "New field: date": "Campo nuevo: fecha",
    "New field: yes or no": "Campo nuevo: sí o no",
    "What it may change": "Qué puede cambiar",
    "Add new leads, fill what known ones lack": "Añadir leads nuevos y completar los conocidos",
    "Nothing known is overwritten.": "No se sobrescribe nada de lo que ya se sabe.",
    "Add new leads only": "Solo añadir leads nuevos",
    "Known ones stay as they are.": "Los conocidos se quedan como están.",
    "Add new leads, overwrite known ones": "Añadir leads nuevos y sobrescribir los conocidos",
    "The file is right.": "Manda el archivo.",
    "Overwrite known leads only": "Solo sobrescribir los conocidos",
    "Nobody new is added.": "No se añade a nadie nuevo.",
    "For every row": "Para todas las filas",
    "What the file does not say and is the same for all, such as the country.": (
        "Lo que el archivo no dice y es igual para todas, como el país."
    ),
    "Fact %(n)s": "Dato %(n)s",
    "Value %(n)s": "Valor %(n)s",
    "Next: preview": "Siguiente: vista previa",
    "Choose a column for the e-mail, the phone, the name or the company.": (
        "Elige una columna para el correo, el teléfono, el nombre o la empresa."
    ),
    "Throw away": "Descartar",
    "The file was thrown away; nothing was imported.": "El archivo se descartó; no se importó nada.",
    # preview
    "Nothing is written yet. Mend what is wrong here, or in the file.": (
        "Todavía no se ha escrito nada. Corrige aquí lo que esté mal, o en el archivo."
    ),
    "Import now": "Importar ahora",
    "Counting every row…": "Contando todas las filas…",
    "Only the first 1,000 rows were counted.": "Solo se contaron las primeras 1.000 filas.",
    "What becomes of the rows": "Qué pasa con las filas",
    "What becomes of it": "Qué pasa con ella",
    "First rows": "Primeras filas",
    "Mend": "Corregir",
    "No rows here.": "Aquí no hay filas.",
    "row %(n)s": "fila %(n)s",
    "%(name)s, row %(n)s": "%(name)s, fila %(n)s",
    "The first %(some)s of %(all)s rows": "Las primeras %(some)s de %(all)s filas",
    "Nobody known, and new leads are not wanted.": "No es nadie conocido, y no se quieren leads nuevos.",
    "Row %(n)s was mended. The file itself stays as it is.": (
        "La fila %(n)s está corregida. El archivo en sí se queda como está."
    ),
    "Check a file of leads": "Revisar un archivo de leads",
    # run
    "Say which column is what first.": "Di primero qué es cada columna.",
    "This import was started already.": "Esta importación ya se había iniciado.",
    "This import was started already; it can no longer be changed.": (
        "Esta importación ya se había iniciado; ya no se puede cambiar."
    ),
    "Somebody started this import a moment ago.": "Alguien inició esta importación hace un momento.",
    "Import started": "Importación iniciada",
    "Import undone": "Importación deshecha",
    "Progress": "Avance",
    "Rows read": "Filas leídas",
    "Leads updated": "Leads actualizados",
    "nothing new, or not wanted": "sin novedad, o no se querían",
    ("%(n)s row could not be imported.", "%(n)s rows could not be imported."): (
        "No se pudo importar %(n)s fila.",
        "No se pudieron importar %(n)s filas.",
    ),
    "The file says why; mend it and import it again.": "El archivo dice por qué; corrígelo y vuelve a importarlo.",
    "Rows with errors": "Filas con errores",
    "Until %(until)s it can be undone: new leads that nobody worked with go, changed facts become what they were.": (
        "Hasta %(until)s se puede deshacer: los leads nuevos con los que nadie ha trabajado se van y los datos "
        "cambiados vuelven a ser los de antes."
    ),
    "Undo the import": "Deshacer la importación",
    "Undo an import": "Deshacer una importación",
    "Undoing": "Deshacer",
    "Leads removed": "Leads retirados",
    "Leads given back what they were": "Leads que vuelven a ser como eran",
    "The file is no longer kept. Throw this import away and bring the file in again.": (
        "El archivo ya no se guarda. Descarta esta importación y vuelve a subir el archivo."
    ),
    "This cannot be the same for every row: leads are recognized by it.": (
        "Esto no puede ser igual en todas las filas: por ello se reconoce a cada lead."
    ),
    "created_at: This must be a moment such as 2026-11-30 or 2026-11-30 09:15.": (
        "created_at: Debe ser un momento como 2026-11-30 o 2026-11-30 09:15."
    ),
    "Left alone, and why": "Lo que se dejó como estaba, y por qué",
    "A lead that is no longer there": "Un lead que ya no existe",
    "was new": "era nuevo",
    "was changed": "se había cambiado",
}
