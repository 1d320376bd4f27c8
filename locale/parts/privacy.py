"""Spanish of privacy: the ledger of consent, what is held of a person, restriction, erasure."""

TRANSLATIONS = {
    "Privacy": "Privacidad",
    "Entries of the timeline": "Entradas del historial",
    "Legal basis": "Base jurídica",
    "Deleted": "Se borra",
    # the ledger
    ("consent", "Given"): "Dado",
    ("consent", "Waits for confirmation"): "Espera confirmación",
    ("consent", "Confirmed"): "Confirmado",
    ("consent", "Withdrawn"): "Retirado",
    "Who, what, when and why; nobody can change it": "Quién, qué, cuándo y por qué; nadie puede cambiarlo",
    "Act": "Acto",
    "Text they saw": "Texto que vio",
    "Recorded by": "Anotado por",
    "The person": "La persona",
    "Nothing is recorded yet.": "Todavía no hay nada anotado.",
    # timeline
    "Processing restricted": "Tratamiento limitado",
    "Restriction lifted": "Limitación levantada",
    "The address was erased before": "La dirección ya se borró una vez",
    "This address was erased on %(day)s": "Esta dirección se borró el %(day)s",
    "Marketing mail stays closed to it.": "Sigue sin recibir correo comercial.",
    # what is held
    "What we hold": "Lo que guardamos",
    "What we hold of %(name)s": "Lo que guardamos de %(name)s",
    "When erased": "Al borrar",
    "Emptied; the count stays": "Se vacía; queda el recuento",
    "Stays; says nothing of the person": "Queda; no dice nada de la persona",
    ("%(n)s lead of this person", "%(n)s leads of this person"): (
        "%(n)s lead de esta persona",
        "%(n)s leads de esta persona",
    ),
    "An export and an erasure also look for the address in files and rows of imports, exports, inquiries that became no lead, and the audit log.": (
        "Una exportación y un borrado buscan la dirección también en archivos y filas de importaciones, exportaciones, "
        "consultas que no dieron un lead y el registro de auditoría."
    ),
    "History of fields": "Historial de campos",
    "Moves between stages": "Cambios de etapa",
    "Restrictions": "Limitaciones",
    "Words of the search": "Palabras de la búsqueda",
    "Earlier names and addresses": "Nombres y direcciones anteriores",
    "Merges": "Fusiones",
    "Score, stage and owner": "Puntuación, etapa y responsable",
    "Downloads of what a form gave": "Descargas de lo que dio un formulario",
    "Rows of imports": "Filas de importaciones",
    "Visits to the website": "Visitas al sitio web",
    "Recognized browsers": "Navegadores reconocidos",
    "Kept scores": "Puntuaciones guardadas",
    "Cases of reviews": "Casos de revisiones",
    "Grades set by hand": "Grados puestos a mano",
    "Steps of workflows": "Pasos de flujos",
    "Who looks after the lead": "Quién cuida del lead",
    "Notices to members": "Avisos a miembros",
    "Clicks in mails": "Clics en correos",
    "Tries to send": "Intentos de envío",
    "What mail servers told": "Lo que dijeron los servidores de correo",
    "E-mails and webhooks": "Correos y webhooks",
    "Conversions": "Conversiones",
    "Inquiries that became no lead": "Consultas que no dieron un lead",
    "Inquiries with several people": "Consultas con varias personas",
    "Mended rows of imports": "Filas de importaciones corregidas",
    "Rows of imports that were refused": "Filas de importaciones rechazadas",
    "Previews of imports": "Vistas previas de importaciones",
    "Searches behind bulk changes": "Búsquedas de cambios masivos",
    "Answers to programs": "Respuestas a programas",
    "Long work": "Trabajos largos",
    "Tasks": "Tareas",
    "Saved views": "Vistas guardadas",
    "Failed work": "Trabajos fallidos",
    "Files of imports": "Archivos de importaciones",
    "Files of exports": "Archivos de exportaciones",
    # export
    "Person's data exported": "Datos de una persona exportados",
    "Put together what is held of a person": "Reunir lo que se guarda de una persona",
    "The exported file": "El archivo exportado",
    "Download JSON": "Descargar JSON",
    "Read and print": "Leer e imprimir",
    "Only you can fetch it, for a day.": "Solo tú puedes descargarlo, durante un día.",
    # restriction
    "Restrict processing": "Limitar el tratamiento",
    "Processing is restricted": "El tratamiento está limitado",
    "Processing is restricted.": "El tratamiento está limitado.",
    "Processing is restricted already.": "El tratamiento ya está limitado.",
    "Processing is restricted: no mail, no score, no hand-off.": (
        "El tratamiento está limitado: sin correo, sin puntuación, sin entrega."
    ),
    "Processing of this lead is restricted. Lift the restriction on its privacy page first.": (
        "El tratamiento de este lead está limitado. Levanta antes la limitación en su página de privacidad."
    ),
    "Nothing is restricted here.": "Aquí no hay nada limitado.",
    "Lift the restriction": "Levantar la limitación",
    "The restriction is lifted.": "La limitación está levantada.",
    "Lifted:": "Levantada:",
    "E.g. “Says the phone number is wrong; to be checked.” Stays on the lead's timeline.": (
        "P. ej. «Dice que el teléfono está mal; por comprobar». Queda en la cronología del lead."
    ),
    "Stays on the lead's timeline.": "Queda en la cronología del lead.",
    "What they may ask for": "Lo que puede pedir",
    "The data is only kept. Lift the restriction when the reason is gone.": (
        "Los datos solo se guardan. Levanta la limitación cuando ya no haya motivo."
    ),
    "Restrict: the data is only kept. No mail, no score, no hand-off, until somebody lifts it.": (
        "Limitar: los datos solo se guardan. Sin correo, sin puntuación, sin entrega, hasta que alguien lo levante."
    ),
    # erasure
    "Erase: everything that says who it is goes for good, on all of their leads. Counts in reports stay. You get a certificate.": (
        "Borrar: todo lo que dice quién es desaparece para siempre, en todos sus leads. Los recuentos de los informes "
        "quedan. Recibes un certificado."
    ),
    "Erase the person": "Borrar a la persona",
    "Erase a person": "Borrar a una persona",
    "Erase %(name)s": "Borrar a %(name)s",
    "Erase for good": "Borrar para siempre",
    "Person erased": "Persona borrada",
    "On what request?": "¿A petición de quién?",
    "The person asked for it": "La persona lo pidió",
    "An authority or a court ordered it": "Lo ordenó una autoridad o un tribunal",
    "We no longer need the data": "Ya no necesitamos los datos",
    "The data should never have been here": "Los datos nunca debieron estar aquí",
    "Your reference": "Tu referencia",
    "E.g. the number of a ticket. It stays on the certificate, so write no name here.": (
        "P. ej. el número de un tique. Queda en el certificado: no escribas aquí ningún nombre."
    ),
    "Type the name to confirm": "Escribe el nombre para confirmar",
    "This is not the name as it stands here.": "No es el nombre tal como está aquí.",
    "This person was erased already.": "Esta persona ya se borró.",
    "This person is being erased already.": "Ya se está borrando a esta persona.",
    "This person was erased. What is left are dates and counts.": (
        "Esta persona se borró. Lo que queda son fechas y recuentos."
    ),
    "An import with this person is running. Erase them when it has ended.": (
        "Hay en marcha una importación con esta persona. Bórrala cuando termine."
    ),
    "email: this person was erased on %(day)s, and no list brings them back.": (
        "correo: esta persona se borró el %(day)s y ninguna lista la trae de vuelta."
    ),
    "Erasures": "Borrados",
    "Who was erased when, with the certificates": "A quién se borró y cuándo, con los certificados",
    "All erasures": "Todos los borrados",
    "Nobody was erased yet. A person is erased from the privacy page of their lead.": (
        "Aún no se ha borrado a nadie. Se borra a una persona desde la página de privacidad de su lead."
    ),
    "Certificate": "Certificado",
    "Certificate of erasure": "Certificado de borrado",
    "Request": "Petición",
    "Asked for": "Pedido",
    "Completed": "Terminado",
    "What was erased or emptied": "Lo borrado o vaciado",
    "See how far it is": "Ver cómo va",
    "The person is being erased. This certificate is complete when the work is.": (
        "Se está borrando a la persona. Este certificado estará completo cuando termine el trabajo."
    ),
    "This certificate names nobody. Of the e-mail address a salted digest is kept, so that no list brings it back and no mail goes there.": (
        "Este certificado no nombra a nadie. De la dirección de correo se guarda un resumen con sal, para que ninguna "
        "lista la traiga de vuelta y no salga ningún correo hacia ella."
    ),
}
