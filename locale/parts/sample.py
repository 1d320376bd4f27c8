"""Spanish of the sample."""

TRANSLATIONS = {
    "Choose somebody. The password of all of them is <code>%(password)s</code>": (
        "Elige a alguien. La contraseña de todos es <code>%(password)s</code>"
    ),
}
