day-find = Buscar a un cliente
day-sessions = Sesiones de hoy
day-none = Hoy no se ha abierto ninguna sesión.
day-close = Antes de cerrar el día
day-all-signed = Todas las sesiones de los días anteriores están firmadas.
