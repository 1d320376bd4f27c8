"""Spanish of the reports."""

TRANSLATIONS = {
    # frame and period
    "Reports": "Informes",
    "Key figures": "Cifras clave",
    "Period": "Periodo",
    "This month": "Este mes",
    "Last 30 days": "Últimos 30 días",
    "This quarter": "Este trimestre",
    "This year": "Este año",
    "From … to …": "De … a …",
    "To": "Hasta",
    "One period earlier": "Un periodo antes",
    "One period later": "Un periodo después",
    "Broken down by": "Desglosado por",
    "Time": "Tiempo",
    "Show the last 30 days": "Ver los últimos 30 días",
    "What the words mean": "Qué significan las palabras",
    "The line marks the period before": "La línea marca el periodo anterior",
    "Choose the first and the last day.": "Elige el primer y el último día.",
    "The last day must not lie before the first.": "El último día no puede ser anterior al primero.",
    "Ten years at most.": "Diez años como máximo.",
    "%(period)s, compared with %(before)s": "%(period)s, comparado con %(before)s",
    "on %(day)s": "el %(day)s",
    "in the week of %(day)s": "en la semana del %(day)s",
    "in %(day)s": "en %(day)s",
    ("date format", "M"): "b",
    ("date format", "M Y"): "b Y",
    "This address asks for something that does not exist.": "Esta dirección pide algo que no existe.",
    "unknown": "desconocido",
    "%(days)s d": "%(days)s d",
    "%(count)s more than %(before)s before": "%(count)s más que antes (%(before)s)",
    "%(count)s fewer than %(before)s before": "%(count)s menos que antes (%(before)s)",
    "as many as before": "igual que antes",
    "nothing to compare with": "nada con que comparar",
    "%(value)s before": "antes, %(value)s",
    "%(count)s of %(all)s": "%(count)s de %(all)s",
    "Share": "Parte",
    # menu
    "Funnel": "Embudo",
    "From inquiry to won: where leads are lost, how long each step takes": (
        "De la consulta a la venta: dónde se pierden los leads y cuánto tarda cada etapa"
    ),
    "What each source and campaign brings, costs and earns": (
        "Qué trae, cuesta y gana cada origen y cada campaña"
    ),
    "Response": "Respuesta",
    "How fast Sales answers and contacts what it is handed": (
        "Con qué rapidez responde y contacta Ventas lo que se le entrega"
    ),
    "Sent back": "Devueltos",
    "Which leads Sales returns, and for which reasons": "Qué leads devuelve Ventas, y por qué motivos",
    "Workflows": "Workflows",
    "Workflow": "Workflow",
    "What nurturing sends, who clicks, who becomes green": (
        "Qué envía la nutrición, quién hace clic, quién llega a verde"
    ),
    "Does the score work?": "¿Funciona la puntuación?",
    "What became of the leads of each grade": "Qué fue de los leads de cada grado",
    "New leads": "Leads nuevos",
    # funnel
    ("inquiries", "Accepted inquiries"): "Consultas aceptadas",
    "Step": "Etapa",
    "Of the step before": "De la etapa anterior",
    "Median time": "Tiempo mediano",
    "Cost of each": "Coste de cada uno",
    "Against before": "Frente a antes",
    "Cohort": "Cohorte",
    "The leads that arrived in the period, and how far each got until now. Recent leads have had less time.": (
        "Los leads que llegaron en el periodo y hasta dónde ha llegado cada uno hasta hoy. Los recientes han tenido"
        " menos tiempo."
    ),
    "Reached": "Alcanzado",
    "A lead counts at a step if it ever was there or beyond; converted and won, while the conversion stands.": (
        "Un lead cuenta en una etapa si alguna vez estuvo en ella o más allá; convertido y ganado, mientras la"
        " conversión siga en pie."
    ),
    "Inquiries to leads": "De consultas a leads",
    "Of the accepted inquiries, those that opened a lead. People inquire again, and leads come by import too.": (
        "De las consultas aceptadas, las que abrieron un lead. La gente consulta otra vez, y también llegan leads por"
        " importación."
    ),
    "Of leads that came by a campaign whose cost is known. A campaign with dates costs the same each day; one without"
    " is shared by all its leads.": (
        "De los leads que llegaron por una campaña de coste conocido. Una campaña con fechas cuesta lo mismo cada día;"
        " una sin fechas se reparte entre todos sus leads."
    ),
    "Most are lost before Sales: of 100 leads, %(count)s are handed over": (
        "La mayor pérdida está antes de Ventas: de 100 leads se entregan %(count)s"
    ),
    "Most are lost when Sales looks: of 100 handed over, %(count)s are accepted": (
        "La mayor pérdida está en la aceptación: de 100 entregados se aceptan %(count)s"
    ),
    "Most are lost in the talks: of 100 accepted, %(count)s qualify": (
        "La mayor pérdida está en la conversación: de 100 aceptados se cualifican %(count)s"
    ),
    "Most are lost before the deal: of 100 qualified, %(count)s are converted": (
        "La mayor pérdida está antes de la oportunidad: de 100 cualificados se convierten %(count)s"
    ),
    "Most are lost in the deal: of 100 converted, %(count)s are won": (
        "La mayor pérdida está en el cierre: de 100 convertidos se ganan %(count)s"
    ),
    "Lead to won": "De lead a ganado",
    ("rate", "Lead to won"): "De lead a ganado",
    "Inquiry to won": "De consulta a ganado",
    "Cost per won": "Coste por ganado",
    "Amount won": "Importe ganado",
    "No lead arrived in this period": "No llegó ningún lead en este periodo",
    "No lead arrived in this period.": "No llegó ningún lead en este periodo.",
    "Too few leads yet to say where they are lost": "Aún hay muy pocos leads para decir dónde se pierden",
    "The funnel step by step": "El embudo etapa por etapa",
    "Arrived from": "Llegados desde",
    "The funnel, broken down": "El embudo, desglosado",
    "Without source": "Sin origen",
    "Without campaign": "Sin campaña",
    "Most leads arrived %(when)s: %(count)s": "La mayoría de los leads llegó %(when)s: %(count)s",
    "%(name)s brings most leads: %(count)s": "%(name)s trae más leads: %(count)s",
    "Leads and how many were handed to Sales": "Leads y cuántos se entregaron a Ventas",
    "Share of leads handed to Sales": "Parte de los leads entregada a Ventas",
    "%(name)s: %(leads)s leads, %(mql)s handed to Sales": (
        "%(name)s: %(leads)s leads, %(mql)s entregados a Ventas"
    ),
    # sources
    "Per lead": "Por lead",
    "Per won": "Por ganado",
    ("money", "Return"): "Retorno",
    "First source": "Primer origen",
    "A lead counts for the source and campaign that brought it first; an inquiry for those of its lead.": (
        "Un lead cuenta para el origen y la campaña que lo trajeron primero; una consulta, para los de su lead."
    ),
    "Of the leads handed to Sales, how many Sales accepted.": (
        "De los leads entregados a Ventas, cuántos aceptó Ventas."
    ),
    "What was won beyond the cost, as a share of the cost; of leads with a known cost.": (
        "Lo ganado por encima del coste, como parte del coste; de los leads de coste conocido."
    ),
    "Sources with cost and outcome": "Orígenes con coste y resultado",
    "Campaigns with cost and outcome": "Campañas con coste y resultado",
    "Nothing arrived in this period.": "No llegó nada en este periodo.",
    "%(best)s sells at %(low)s; %(worst)s, at %(high)s": "%(best)s vende a %(low)s; %(worst)s, a %(high)s",
    "%(name)s wins most: %(count)s of %(all)s": "%(name)s gana más: %(count)s de %(all)s",
    "%(name)s brings most leads: %(count)s of %(all)s": "%(name)s trae más leads: %(count)s de %(all)s",
    "Won leads by origin": "Leads ganados, por procedencia",
    "Leads by origin": "Leads, por procedencia",
    "Cost per won, by origin": "Coste por ganado, por procedencia",
    "Cost per lead, by origin": "Coste por lead, por procedencia",
    "Known cost": "Coste conocido",
    "Cost per lead": "Coste por lead",
    # response
    "Rep": "Comercial",
    "Hand-offs": "Entregas",
    ("%(count)s hand-off", "%(count)s hand-offs"): ("%(count)s entrega", "%(count)s entregas"),
    "Median": "Mediana",
    "Nine in ten within": "Nueve de diez en",
    "From the inquiry": "Desde la consulta",
    "5 min": "5 min",
    "1 h": "1 h",
    "24 h": "24 h",
    "Never": "Nunca",
    "Answered": "Respondidas",
    "Answered in time": "Respondidas a tiempo",
    "Contacted in time": "Contactados a tiempo",
    "The first call or meeting noted after the hand-off. Hours are plain hours, nights and weekends included.": (
        "La primera llamada o reunión anotada tras la entrega. Las horas son de reloj, con noches y fines de semana."
    ),
    "In time": "A tiempo",
    "Within the working time agreed on the hand-off page, of those whose time is up or that were done.": (
        "Dentro del tiempo laboral acordado en la página de entrega, de las que ya vencieron o se hicieron."
    ),
    "Those offered in the period, without those that a manager gave to somebody else.": (
        "Las ofrecidas en el periodo, sin las que un responsable pasó a otra persona."
    ),
    "Ended without a contact: returned, not answered in time, or closed.": (
        "Terminadas sin contacto: devueltas, sin respuesta a tiempo o cerradas."
    ),
    "Median to first contact": "Mediana al primer contacto",
    "Within an hour": "En una hora",
    "Within 5 min": "En 5 min",
    "Within 1 h": "En 1 h",
    "Within 24 h": "En 24 h",
    ("wait", "Later"): "Más tarde",
    "Waiting still": "Aún esperan",
    "Hand-offs by the wait for the first contact": "Entregas por la espera al primer contacto",
    "Nothing was handed to Sales in this period": "No se entregó nada a Ventas en este periodo",
    "Nothing was handed to Sales in this period.": "No se entregó nada a Ventas en este periodo.",
    "None of the hand-offs was contacted yet": "Aún no se ha contactado a ninguna de las entregas",
    "Half of those contacted were reached within %(median)s; %(share)s never": (
        "La mitad de los contactados lo fue en %(median)s; el %(share)s, nunca"
    ),
    "First contact over time": "El primer contacto en el tiempo",
    "Handed off from": "Entregados desde",
    "Median wait for the first contact": "Espera mediana al primer contacto",
    "The first contact takes %(last)s as before": "El primer contacto tarda %(last)s, como antes",
    "The first contact went from %(first)s down to %(last)s": "El primer contacto baja de %(first)s a %(last)s",
    "The first contact went from %(first)s up to %(last)s": "El primer contacto sube de %(first)s a %(last)s",
    "Without team": "Sin equipo",
    "Response by rep": "Respuesta por comercial",
    "Response by team": "Respuesta por equipo",
    "%(best)s contacts within %(low)s, %(worst)s within %(high)s": (
        "%(best)s contacta en %(low)s; %(worst)s, en %(high)s"
    ),
    # sent back
    ("leads", "Handed to Sales"): "Entregados a Ventas",
    ("leads", "Accepted by Sales"): "Aceptados por Ventas",
    ("leads", "Accepted"): "Aceptados",
    ("leads", "Qualified"): "Cualificados",
    ("leads", "Won"): "Ganados",
    ("leads", "Recycled"): "Reciclados",
    ("leads", "Disqualified"): "Descartados",
    ("leads", "Invalid"): "No válidos",
    "Of the hand-offs offered in the period that a person answered, those returned at once or recycled later.": (
        "De las entregas del periodo que respondió una persona, las devueltas enseguida o recicladas después."
    ),
    "Returned, recycled": "Devuelto, reciclado",
    "Returned: not accepted. Recycled: accepted first, then given back with a day to try again.": (
        "Devuelto: no aceptado. Reciclado: aceptado primero y devuelto después, con un día para volver a probar."
    ),
    "Reasons and trend": "Motivos y evolución",
    "Count what happened in the period, whenever the lead arrived or was handed over.": (
        "Cuentan lo que pasó en el periodo, llegara o se entregara el lead cuando fuera."
    ),
    "Reasons": "Motivos",
    "No reason given": "Sin motivo",
    "Nothing came back in this period": "No volvió nada en este periodo",
    "Nothing came back in this period.": "No volvió nada en este periodo.",
    "Most common reason: %(reason)s, %(share)s of all": "Motivo más frecuente: %(reason)s, %(share)s del total",
    "Left Sales or the road, over time": "Salidas de Ventas o del camino, en el tiempo",
    "Most left %(when)s: %(count)s": "Más salidas %(when)s: %(count)s",
    "Sent back, by source": "Devueltos, por origen",
    "Sent back, by rep": "Devueltos, por comercial",
    "Most common reason": "Motivo más frecuente",
    "Most come back from %(name)s: %(back)s of %(all)s": "De %(name)s vuelven más: %(back)s de %(all)s",
    "%(name)s sends most back: %(back)s of %(all)s": "%(name)s devuelve más: %(back)s de %(all)s",
    # workflows
    "Entered": "Entraron",
    "Mails sent": "Correos enviados",
    "Not sent": "No enviados",
    ("people", "Clicked"): "Hicieron clic",
    ("people", "Unsubscribed"): "Bajas",
    "Click share": "Parte con clic",
    "Became green": "Llegaron a verde",
    "The leads that entered the workflow in the period, and what became of them until now.": (
        "Los leads que entraron en el workflow en el periodo, y qué ha sido de ellos hasta hoy."
    ),
    "People, each once. Clicks of scanners and mail filters are not counted.": (
        "Personas, cada una una vez. No se cuentan los clics de escáneres y filtros de correo."
    ),
    "Mails sent in the period that link to the piece; green, handed over and won after the click.": (
        "Correos enviados en el periodo que enlazan la pieza; verdes, entregados y ganados después del clic."
    ),
    "Withheld, for example without consent, or failed. The outbox has each with its reason.": (
        "Retenidos, por ejemplo sin consentimiento, o fallidos. La bandeja de salida dice el motivo de cada uno."
    ),
    "Entered a workflow": "Entraron en un workflow",
    "Results by workflow": "Resultados por workflow",
    "Nobody entered a workflow in this period": "Nadie entró en un workflow en este periodo",
    "Nobody entered a workflow in this period.": "Nadie entró en un workflow en este periodo.",
    "Became green, by workflow": "Llegaron a verde, por workflow",
    "Click share, by workflow": "Parte con clic, por workflow",
    "Nobody who entered became green yet": "Nadie de los que entraron ha llegado aún a verde",
    "%(name)s makes most leads green: %(count)s of %(all)s": (
        "%(name)s lleva más leads a verde: %(count)s de %(all)s"
    ),
    "Results by content": "Resultados por contenido",
    "No mail of this period linked to a piece of content.": (
        "Ningún correo de este periodo enlazó una pieza de contenido."
    ),
    "People who clicked, by content": "Personas que hicieron clic, por contenido",
    "Click share, by content": "Parte con clic, por contenido",
    "No content was clicked in this period": "Nadie hizo clic en un contenido en este periodo",
    "%(name)s is clicked most: by %(count)s of %(all)s people": (
        "%(name)s recibe más clics: de %(count)s de %(all)s personas"
    ),
    # calibration
    "Grade at hand-off": "Grado en la entrega",
    "Grade now": "Grado actual",
    "Grade %(grade)s": "Grado %(grade)s",
    "Grade %(grade)s won": "Ganados de grado %(grade)s",
    "Grade A accepted": "Aceptados de grado A",
    "Accepted share": "Parte aceptada",
    "Won share": "Parte ganada",
    "95% interval": "Intervalo 95 %",
    "too few": "muy pocos",
    "%(hits)s of %(cases)s": "%(hits)s de %(cases)s",
    "%(hits)s of %(cases)s, too few": "%(hits)s de %(cases)s, muy pocos",
    "Not kept": "No guardado",
    "The leads first handed over in the period, by the grade kept at that moment: nothing learned later counts.": (
        "Los leads entregados por primera vez en el periodo, por el grado guardado en ese momento: no cuenta nada"
        " aprendido después."
    ),
    "The leads that arrived in the period, by the grade they have today.": (
        "Los leads que llegaron en el periodo, por el grado que tienen hoy."
    ),
    "Of the leads handed to Sales, those won until now.": (
        "De los leads entregados a Ventas, los ganados hasta hoy."
    ),
    "Where the true share lies, 19 times in 20 (Wilson). Under 30 hand-offs a share says little and is gray.": (
        "Dónde está la parte verdadera, 19 veces de cada 20 (Wilson). Con menos de 30 entregas dice poco y va en gris."
    ),
    "Too few hand-offs in this period to judge the score. A longer one says more.": (
        "Muy pocas entregas en este periodo para juzgar la puntuación. Uno más largo dice más."
    ),
    "Share won of the leads handed to Sales": "Parte ganada de los leads entregados a Ventas",
    "Share accepted of the leads handed to Sales": "Parte aceptada de los leads entregados a Ventas",
    "Too few hand-offs yet to say what a grade is worth": (
        "Aún hay muy pocas entregas para decir cuánto vale un grado"
    ),
    "%(best)s is won more often than %(other)s: %(high)s against %(low)s": (
        "%(best)s se gana más a menudo que %(other)s: %(high)s frente a %(low)s"
    ),
    "%(other)s is won more often than %(best)s: the score points the wrong way": (
        "%(other)s se gana más a menudo que %(best)s: la puntuación apunta al revés"
    ),
    "%(best)s and %(other)s are won about as often: %(high)s and %(low)s": (
        "%(best)s y %(other)s se ganan casi igual de a menudo: %(high)s y %(low)s"
    ),
}
