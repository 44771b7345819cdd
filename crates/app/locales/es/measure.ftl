# Lo que se mide del cliente a lo largo del tiempo.
tab-measures = Medidas
measure-list-title = Medidas
measure-none-yet = Aún no se ha medido nada
measure-new = Medir
measure-all = Todas las medidas
measure-forms = Cuestionarios y escalas
measure-motions = Amplitud de movimiento
measure-tests = Pruebas funcionales
measure-readings = { $count ->
    [one] { $count } medición
   *[other] { $count } mediciones
}
measure-day-not-stated = día no indicado
measure-as-entered = sin día indicado, en el orden de anotación
measure-left-out = { $count ->
    [one] { $count } medición sin día no entra en la serie
   *[other] { $count } mediciones sin día no entran en la serie
}
measure-record = Anotar
measure-taken = Anotado
measure-in-session = A la sesión
measure-withdraw-title = Anotado por error
measure-withdraw = Retirar
measure-why = Por qué
measure-reason = Dé un motivo de 3 a 500 caracteres.

measure-moment-label = Momento de la sesión
measure-before = antes
measure-after = después
measure-moment = Elija antes o después, dentro de una sesión.
measure-session = No existe esa sesión en esta historia.
measure-when = Otro día
measure-on = Día
measure-time = Hora
measure-not-stated = El día no consta
measure-future = Ese día aún no ha llegado.

measure-site = Dónde
measure-site-none = ningún lugar en particular
measure-way = Quién mueve
measure-active = activo
measure-passive = pasivo
measure-not-noted = no anotado
measure-tool = Medido con
measure-tool-goniometer = goniómetro
measure-tool-inclinometer = inclinómetro
measure-tool-crom = dispositivo CROM
measure-tool-smartphone = teléfono
measure-tool-tape = cinta métrica
measure-tool-ruler = regla
measure-tool-estimate = a ojo
measure-value = Valor
measure-from-to = de { $least } a { $most } { $unit }
measure-between = de { $least } a { $most }
measure-item = Pregunta { $n }
measure-totals = O la puntuación final
measure-none = Ninguna de estas hoy
measure-activity-n = Actividad { $n }
measure-able = ¿Cuánto puede hoy?
measure-unable = no puede hacerla
measure-as-before = tan bien como antes

measure-number = Dé un número.
measure-range = De { $least } a { $most }.
measure-not-offered = No es una de las respuestas de este cuestionario.
measure-missing = Sin responder.
measure-blank = No hay nada marcado. Responda al menos una pregunta; si el cuestionario ofrece «ninguna de estas», márquela si es así.
measure-none-and-some = «Ninguna de estas» no puede ir junto a una frase marcada.
measure-twice = Dé las respuestas o la puntuación final, no ambas.
measure-activity = Nombre la actividad.
measure-activity-long = Como máximo { $most } caracteres.
measure-activity-twice = Esta actividad está dos veces.

measure-recall = se pregunta por: { $recall }
measure-line-error = Error de medida
measure-line-matters = Un cambio que importa
measure-size = { $size } { $unit }
measure-percent = { $size } %
measure-reached = alcanzado
measure-not-reached = no alcanzado
measure-better-matters = mejor: más allá del error, y un cambio significativo
measure-better = mejor: más allá del error
measure-better-size = mejor en una medida publicada; no hay error publicado
measure-worse = peor: más allá del error
measure-worse-size = peor en una medida publicada; no hay error publicado
measure-within-error = no más que el error
measure-too-few = muy pocas respuestas para comparar
measure-no-error = menor que la medida publicada; no hay error publicado
measure-no-line = no hay referencia publicada para juzgarlo
measure-ref-other = otro lado: { $value } { $unit }
measure-ref-other-apart = otro lado: { $value } { $unit }; los lados difieren más que el error
measure-ref-age = media para edad y sexo: { $value } { $unit }; las personas difieren
measure-ref-textbook = manual: { $value } { $unit }

measure-alarm-title = Una respuesta sobre hacerse daño: háblelo ahora
measure-alarm-talk = Pregunte con palabras claras, quédese con la persona y anote lo que se dijo y a quién se llamó. La sesión puede seguir si la persona quiere y no hay plan ni intención.
measure-alarm-mark = respondió sobre hacerse daño
measure-trends = Evolución
measure-more = { $count ->
    [one] Hay una más entre todas las medidas.
   *[other] Hay { $count } más entre todas las medidas.
}
measure-brief = Evolución
