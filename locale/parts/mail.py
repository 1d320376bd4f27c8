"""Spanish of the mails about one's own account."""

TRANSLATIONS = {
    "Your new Leadcrm password": "Tu nueva contraseña de Leadcrm",
    "You, or somebody who typed your address, asked for a new Leadcrm password. Choose it here:": (
        "Tú, o alguien que escribió tu dirección, ha pedido una nueva contraseña de Leadcrm. Elígela aquí:"
    ),
    "The link works once. If it was not you, do nothing: your password stays as it is.": (
        "El enlace funciona una sola vez. Si no has sido tú, no hagas nada: tu contraseña no cambia."
    ),
}
