# Clientes de una lista de otro programa.
import-title = Importar clientes
import-link = Importar una lista
import-file-title = Una lista de su programa de citas
import-say = Exporte allí sus clientes como CSV. Verá qué pasa con cada fila antes de que se guarde nada.
import-columns-say = Las columnas se reconocen por su encabezado en español o inglés: nombre, o nombre y apellidos; fecha de nacimiento, teléfono, correo, dirección, ciudad, código postal, idioma, tutor, contacto de emergencia.
import-sex-say = El género no se importa: la historia pregunta por sí misma el sexo para uso clínico.
import-kept-say = No se lee nada clínico. La lista se olvida al cabo de una semana.
import-file = Archivo CSV
import-file-help = { $count ->
    [one] Como máximo una fila a la vez.
   *[other] Como máximo { $count } filas a la vez.
}
import-file-needed = Elija el archivo.
import-empty = El archivo no tiene un encabezado con filas debajo. Expórtelo como CSV (texto), no como hoja de cálculo.
import-no-name = Ningún encabezado nombra al cliente. Llame a una columna «nombre completo», o a dos «nombre» y «apellidos».
import-too-many = Más de { $most } filas. Divida el archivo e importe una parte tras otra.
import-read = Leer la lista
import-other = Otra lista
import-nothing-yet = Todavía no se ha guardado nada.
import-ready = { $count ->
    [one] Se puede importar una fila
   *[other] Se pueden importar { $count } filas
}
import-doubtful = { $count ->
    [one] Una fila puede ser alguien que ya está aquí
   *[other] { $count } filas pueden ser personas que ya están aquí
}
import-doubtful-say = Se dejan fuera, salvo que usted diga que es otra persona.
import-doubtful-left = Estas se dejaron fuera.
import-another = otra persona
import-twice = la misma persona parece estar en la línea { $line }
import-refused = { $count ->
    [one] Una fila se rechaza
   *[other] { $count } filas se rechazan
}
import-refused-say = Corríjalas en el archivo e impórtelo otra vez: a quien ya está aquí se le reconoce.
import-line = Línea { $line }
import-row = Fila
import-columns = Tiene { $has } columnas y el encabezado { $wants }. Busque una coma o unas comillas de más.
import-unknown = Columnas que no se importan:
import-take = Importar
import-done = { $count ->
    [0] No se importó ningún cliente.
    [one] Se importó un cliente.
   *[other] Se importaron { $count } clientes.
}
