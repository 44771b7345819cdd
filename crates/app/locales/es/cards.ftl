# Fichas que varias salas muestran igual.

today-with = Hoy con
today-known = se sabe desde el { $date }
today-nothing = No hay nada anotado en contra.
today-unasked = { $count ->
    [one] { $count } pregunta sin hacer
   *[other] { $count } preguntas sin hacer
}
today-seen = Visto
asks-pressure = Presión
asks-avoid = Evitar
asks-position = Postura
asks-products = Productos
asks-ask = Preguntar
stop-call = Llamar al { $number }
week-done = hecho { $done } de { $of } días
ui-of = { $at } de { $of }
ui-progress = Cuánto lleva
