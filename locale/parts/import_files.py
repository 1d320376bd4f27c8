"""Spanish of files that are imported: why one is refused, and why a row of it fails."""

TRANSLATIONS = {
    "%(path)s unpacks to more than 100 MB.": "%(path)s ocupa más de 100 MB al descomprimirse.",
    "%(path)s has more than five million lines.": "%(path)s tiene más de cinco millones de líneas.",
    "The file has more than 10 million cells. Save it as CSV.": (
        "El archivo tiene más de 10 millones de celdas. Guárdalo como CSV."
    ),
    "The workbook holds a tag of more than 4 MB.": "El libro contiene una etiqueta de más de 4 MB.",
    # the whole file
    "%(path)s is no text file. Save it as CSV or XLSX first.": (
        "%(path)s no es un archivo de texto. Guárdalo antes como CSV o XLSX."
    ),
    "%(path)s holds more than 200 MB.": "%(path)s contiene más de 200 MB.",
    "%(path)s unpacks to more than a hundred times its size.": (
        "%(path)s ocupa descomprimido más de cien veces su tamaño."
    ),
    "%(path)s is larger than 10 MB. Save it as CSV.": "%(path)s ocupa más de 10 MB. Guárdalo como CSV.",
    "%(path)s unpacks to more than 100 MB. Save it as CSV.": (
        "%(path)s ocupa descomprimido más de 100 MB. Guárdalo como CSV."
    ),
    "%(path)s has more than 100 parts. Save it as CSV.": "%(path)s tiene más de 100 partes. Guárdalo como CSV.",
    "%(path)s is a broken workbook. Save it again.": "%(path)s es un libro dañado. Guárdalo de nuevo.",
    "%(path)s is protected by a password. Save it without one.": (
        "%(path)s está protegido con contraseña. Guárdalo sin ella."
    ),
    "%(path)s is no list of records.": "%(path)s no es una lista de registros.",
    "%(path)s is larger than 10 MB. Write one record a line.": (
        "%(path)s ocupa más de 10 MB. Escribe un registro por línea."
    ),
    "This is no XLSX workbook. Save it as XLSX or CSV first.": (
        "No es un libro XLSX. Guárdalo antes como XLSX o CSV."
    ),
    "The workbook holds a document type, which no spreadsheet writes.": (
        "El libro contiene un tipo de documento, que ninguna hoja de cálculo escribe."
    ),
    "The workbook holds more than two million texts. Save it as CSV.": (
        "El libro contiene más de dos millones de textos. Guárdalo como CSV."
    ),
    "The sheet has more than 100,000 rows. Split it, or save it as CSV.": (
        "La hoja tiene más de 100.000 filas. Divídela o guárdala como CSV."
    ),
    "The sheet has more than 5 million cells. Save it as CSV.": (
        "La hoja tiene más de 5 millones de celdas. Guárdala como CSV."
    ),
    "The sheet holds more than 200 million characters. Save it as CSV.": (
        "La hoja contiene más de 200 millones de caracteres. Guárdala como CSV."
    ),
    # one row
    "A quotation mark is opened and never closed.": "Unas comillas se abren y no se cierran.",
    "The row holds more than 1,000,000 characters.": "La fila tiene más de 1.000.000 de caracteres.",
    "A cell holds more than 40,000 characters.": "Una celda tiene más de 40.000 caracteres.",
    "The card says nothing of a person or company.": "La tarjeta no dice nada de una persona o empresa.",
    "The record is empty or no object.": "El registro está vacío o no es un objeto.",
}
