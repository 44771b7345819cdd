# Lo reservado en otro programa, como lo dice su calendario.
outside-title = Reservado fuera
outside-say = Lea el calendario de su programa de citas en Hoy. Aquí se ve y allí se cambia; una lectura nueva sustituye a la anterior. El programa mismo no pide para ello ninguna dirección de internet.
outside-none = Todavía no se ha leído ningún calendario.
outside-new = Leer un calendario
outside-person = De quién
outside-file = Archivo de calendario
outside-file-help = Un archivo .ics, como lo exportan los programas de citas. Se guardan los próximos 400 días.
outside-file-needed = Elija el archivo.
outside-no-calendar = Esto no es un archivo de calendario. Expórtelo como iCalendar (.ics).
outside-too-many = Más de { $most } eventos. Exporte un tiempo más corto.
outside-read = Leerlo
outside-taken = { $count ->
    [0] No hay nada por delante.
    [one] Hay una reserva por delante.
   *[other] Hay { $count } reservas por delante.
}
outside-read-at = leído
outside-left = { $count ->
    [one] Un evento no se leyó entero
   *[other] { $count } eventos no se leyeron enteros
}
outside-whole-day = ocupa días enteros; se deja fuera
outside-unknown-zone = nombra una zona horaria desconocida; se deja fuera
outside-repeats = se repite; solo se leyó la primera vez
outside-no-beginning = no tiene hora de comienzo; se deja fuera
outside-forget = Olvidar este calendario
outside-chip = fuera
outside-link = Reservado fuera
