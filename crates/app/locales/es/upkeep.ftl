backup-title = Copia de seguridad
backup-last = Última hecha y comprobada:
backup-hours = { $count ->
    [0] hace menos de una hora
    [one] hace una hora
   *[other] hace { $count } horas
}
backup-days = { $count ->
    [one] hace un día
   *[other] hace { $count } días
}
backup-ahead = con fecha posterior a ahora: se atrasó el reloj
backup-none = Nunca se ha hecho una copia.
backup-wanting = requiere su atención
backup-how = «palpate backup ARCHIVO» hace una; «serve --backup-dir CARPETA» las hace por sí solo. Una en el mismo disco no es ninguna.
