"""Spanish of the reasons why a body cannot be read."""

TRANSLATIONS = {
    "%(name)s is no number of JSON": "%(name)s no es un número de JSON",
    "it is nested too deeply": "tiene demasiados niveles",
    "it has characters or numbers that cannot be stored": "tiene caracteres o números que no se pueden guardar",
    "mistake in line %(line)d, column %(column)d": "error en la línea %(line)d, columna %(column)d",
    "it is not UTF-8": "no está en UTF-8",
}
