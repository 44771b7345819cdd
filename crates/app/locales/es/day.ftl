day-find = Buscar a un cliente
day-sessions = Sesiones de hoy
day-none = Hoy no se ha abierto ninguna sesión.
day-close = Antes de cerrar el día
day-all-signed = Todas las sesiones están firmadas.
day-lately = Vistos hace poco
day-last = Última vez
day-review = { $count ->
    [one] Revisar y firmar { $count } nota
   *[other] Revisar y firmar { $count } notas
}
day-due = Cartas y respuestas
