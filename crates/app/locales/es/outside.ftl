# Lo reservado en otro programa, como lo dice su calendario.
outside-title = Reservado fuera
outside-say = Lea en Hoy el calendario de su programa de citas, de un archivo o por su dirección. Aquí se ve y allí se cambia; una lectura nueva ocupa el lugar de la anterior. Lo que hay en él ocupa el tiempo de su profesional: aquí no se reserva nada encima.
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
outside-feed-chip = se lee cada 15 minutos
outside-feed-asked = Consultada
outside-feed-soon = Se consultará dentro de un minuto.
outside-feed-stands = Lo que se leyó antes sigue en pie.
outside-feed-no-answer = Nadie contestó en esta dirección.
outside-feed-private = Esta dirección está en la red propia, que el programa solo consulta si su configuración lo permite.
outside-feed-refused = La dirección contestó con algo que no es el calendario. Mire si aún es válida.
outside-feed-elsewhere = La dirección lleva a otro servidor, y eso no se sigue. Dé la otra dirección.
outside-feed-too-large = El calendario pasa de 2 MB. Exporte un tiempo más corto.
outside-feed-no-calendar = Lo que hay en esta dirección no es un calendario.
outside-feed-too-many = Más de 5000 citas. Exporte un tiempo más corto.
outside-address-title = Por su dirección
outside-address-say = El programa consulta la dirección cada 15 minutos. Quien conoce la dirección puede leer el calendario: se guarda y no se vuelve a mostrar entera.
outside-address = Dirección del calendario
outside-address-help = Empieza por https:// o webcal:// y suele terminar en .ics; los programas de citas la llaman dirección privada o secreta.
outside-address-https = Dé una dirección que empiece por https:// o webcal://, sin nombre ni contraseña dentro.
outside-follow = Leerla desde ahora
