# El marco y los controles: palabras que están en cada página.

nav-today = Hoy
nav-clients = Clientes
nav-inbox = Bandeja
nav-outcomes = Resultados
nav-reference = Referencia
nav-admin = Ajustes

ui-skip = Ir al contenido
ui-home = Palpate, inicio
ui-nav = Salas
ui-waiting = en espera
ui-saved = Guardado
ui-unsent = sin enviar
ui-lock = Bloquear
ui-signed-in-as = Sesión de { $name }
ui-demo = Una demostración: los clientes son inventados, salvo casos publicados que se nombran como tales.
ui-knowledge = Conocimiento en vigor
ui-knowledge-loosened = { $count ->
    [one] Esta consulta ha relajado o retirado una afirmación del conocimiento; responde { $owners }.
   *[other] Esta consulta ha relajado o retirado { $count } afirmaciones del conocimiento; responde { $owners }.
}
ui-knowledge-unread = { $count ->
    [one] Un añadido de esta consulta no encaja con esta versión del programa y no está en vigor.
   *[other] { $count } añadidos de esta consulta no encajan con esta versión del programa y no están en vigor.
}
ui-knowledge-see = Qué está en vigor
ui-about-page = Sobre esta página
ui-optional = (opcional)
ui-refusals = { $count ->
    [one] Hay una respuesta que revisar
   *[other] Hay { $count } respuestas que revisar
}
ui-out-of-reach = hoy no se puede elegir
ui-source = Fuente: { $source }
ui-pages = Páginas
ui-earlier = Anteriores
ui-later = Siguientes

ui-save = Guardar
ui-choose = Elija una de estas opciones.
ui-text-40 = Escriba entre 1 y 40 caracteres.
ui-text-200 = Escriba entre 1 y 200 caracteres.
ui-meanwhile = Alguien lo cambió mientras usted escribía. Lo suyo sigue aquí; revíselo antes de guardar.

chart-head = Cliente
chart-legal-name = Nombre legal
chart-born = nacimiento: { $date } ({ $age })
chart-born-unknown = fecha de nacimiento sin anotar
chart-marks = Saber antes de empezar
chart-parts = Historia

# Las cuatro señales: cada una es palabra, forma y color.
mark-stop = Alto
mark-avoid = Evitar
mark-care = Cuidado
mark-note = Nota

answer-yes = Sí
answer-no = No
answer-unsure = No sé

month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre
month-short-1 = ene
month-short-2 = feb
month-short-3 = mar
month-short-4 = abr
month-short-5 = may
month-short-6 = jun
month-short-7 = jul
month-short-8 = ago
month-short-9 = sept
month-short-10 = oct
month-short-11 = nov
month-short-12 = dic
weekday-1 = lunes
weekday-2 = martes
weekday-3 = miércoles
weekday-4 = jueves
weekday-5 = viernes
weekday-6 = sábado
weekday-7 = domingo
ui-text-2000 = Como máximo 2000 caracteres.
ui-date = Escriba un día, por ejemplo 2026-11-24.
ui-time = Escriba una hora, por ejemplo 10:15.
ui-choose-one = Elija …
