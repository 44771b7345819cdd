day-find = Buscar a un cliente
day-sessions = Sesiones de hoy
day-close = Antes de cerrar el día
day-all-signed = Todas las sesiones están firmadas.
day-lately = Vistos hace poco
day-last = Última vez
day-review = { $count ->
    [one] Revisar y firmar { $count } nota
   *[other] Revisar y firmar { $count } notas
}
day-due = Cartas y respuestas
day-me = Mi día
day-rooms = Salas
day-all = Todos
day-by = De quién es el día
day-days = Días
day-before = El día anterior
day-after = El día siguiente
day-book = Cita
day-to-today = Volver a hoy
day-visits-title = Citas
day-visits = { $count ->
    [one] { $count } cita
   *[other] { $count } citas
}
day-over = { $count ->
    [one] { $count } terminada
   *[other] { $count } terminadas
}
day-minutes = { $count } min
day-open = libre
day-nobody = No hay nadie citado.
day-next = A continuación
day-notes-open = Nota abierta
