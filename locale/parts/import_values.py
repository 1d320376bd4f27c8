"""Spanish of what the cells of a list hold."""

TRANSLATIONS = {
    "%(path)s is a web page without a table.": "%(path)s es una página web sin tabla.",
    "%(path)s is an XML file. Save it as CSV or XLSX first.": (
        "%(path)s es un archivo XML. Guárdalo antes como CSV o XLSX."
    ),
    "The page holds a tag of more than a megabyte.": "La página contiene una etiqueta de más de un megabyte.",
    "phone: A spreadsheet has shortened this number to %(text)s; its last digits are lost.": (
        "phone: Una hoja de cálculo acortó este número a %(text)s; sus últimas cifras se perdieron."
    ),
    "This row repeats the header.": "Esta fila repite la cabecera.",
    "This row is a total, not a lead.": "Esta fila es un total, no un lead.",
    "This row holds a name alone, as a note below a table does.": (
        "Esta fila solo tiene un nombre, como una nota debajo de una tabla."
    ),
}
