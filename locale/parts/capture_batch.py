"""Spanish of many inquiries in one post."""

TRANSLATIONS = {
    "A publishable key posts one inquiry at a time.": "Una clave publicable envía las consultas de una en una.",
    "An inquiry must be a JSON object.": "Una consulta debe ser un objeto JSON.",
    "Give the inquiries as a list.": "Indica las consultas como una lista.",
    "Give 1 to %(most)s inquiries.": "Indica entre 1 y %(most)s consultas.",
    "Give a text of 1 to %(most)s characters.": "Indica un texto de 1 a %(most)s caracteres.",
    "The inquiry is larger than 256 KB.": "La consulta supera los 256 KB.",
    "The key of this inquiry cannot be used.": "La clave de esta consulta no se puede usar.",
}
