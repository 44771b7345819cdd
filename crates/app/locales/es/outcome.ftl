# Cómo va: de un cliente y de la consulta. Palabras de lo que siguió, nunca de causa.
tab-outcomes = Resultados
outcome-title = Resultados
outcome-none = Todavía no se ha medido nada.
outcome-none-more = La evolución se ve a partir de dos lecturas de la misma medida.
outcome-once = medido una vez
outcome-proposed = Siguiente paso propuesto
outcome-responding = responde
outcome-plateaued = estancado
outcome-worsening = empeora
outcome-unknown = demasiado pronto para decirlo
outcome-continue = seguir como se planeó
outcome-change-plan = cambiar la técnica, la dosis o el trabajo en casa
outcome-reassess = medir y explorar de nuevo
outcome-discharge = terminar este periodo de atención
outcome-refer = pedir a otra persona que vea al cliente
outcome-why-worse = Peor en más que el error de medida.
outcome-why-goal = El objetivo de esta medida se ha alcanzado.
outcome-why-better-still = Mejor que al principio, y ya no se mueve.
outcome-why-done-still = Las sesiones planeadas están hechas sin un cambio mayor que el error.
outcome-why-still = Varias lecturas sin un cambio mayor que el error.
outcome-why-better-done = Mejor más allá del error, y las sesiones planeadas están hechas.
outcome-why-better = Mejor en más que el error de medida.
outcome-why-too-little = Se ha medido demasiado poco para decir cómo va.
outcome-why-early = Todavía sin cambio mayor que el error.
outcome-due-half = la mitad de las sesiones planeadas está hecha: toca reevaluar
outcome-due-end = las sesiones planeadas están hechas: toca reevaluar
outcome-goals = Objetivos
outcome-rule = La regla que hay detrás
outcome-rule-responding = Responde: mejor que la primera lectura en más que el error de medida.
outcome-rule-plateau = { $count ->
    [one] Estancado: una lectura sin un cambio mayor que el error.
   *[other] Estancado: { $count } lecturas seguidas sin un cambio mayor que el error.
}
outcome-rule-worsening = { $count ->
    [one] Empeora: peor que la primera en más que el error, o una lectura peor que la mejor en más que el error.
   *[other] Empeora: peor que la primera en más que el error, o { $count } lecturas seguidas peores que la mejor en más que el error.
}
outcome-rule-response = { $count ->
    [one] Tras una sesión debería haberse medido algo.
   *[other] En { $count } sesiones al menos una medida debería mostrar un cambio mayor que el error.
}
outcome-rule-say = La regla propone; usted decide.
outcome-certainty-high = certeza alta
outcome-certainty-moderate = certeza moderada
outcome-certainty-low = certeza baja
outcome-visits = Visitas en esta línea del tiempo
outcome-no-technique = sin técnica registrada
outcome-followed = A qué siguió un cambio
outcome-followed-say = Lecturas antes y después de las visitas en que se usó una técnica. Un registro no puede mostrar una causa: en ese tiempo se hicieron y pasaron otras cosas.
outcome-followed-none = Todavía no se puede decir nada: hacen falta tres pares de lecturas en torno a una técnica.
outcome-followed-few = { $count ->
    [one] Una técnica tiene menos de tres pares de lecturas: no se dice nada de ella.
   *[other] { $count } técnicas tienen menos de tres pares de lecturas: no se dice nada de ellas.
}
outcome-within = antes y después de la parte manual de la misma sesión
outcome-between = antes de la visita y en la siguiente medición, otro día
outcome-better = seguido de { $mean } { $unit } mejor, intervalo de { $low } a { $high }
outcome-worse = seguido de { $mean } { $unit } peor, intervalo de { $low } a { $high }
outcome-nothing = no más que el error de medida, o el intervalo contiene la ausencia de cambio: no se afirma nada
outcome-too-few = demasiado pocos para decir algo
outcome-share-error = mejor más allá del error: { $count } de { $of }
outcome-share-matters = en una medida que importa: { $count } de { $of }
outcome-share-worse = peor más allá del error: { $count } de { $of }
outcome-caution-within = Medido en la misma sesión: no dice nada de los días siguientes.
outcome-caution-recovery = Buena parte de esto habría ocurrido de todos modos.
outcome-caution-regression = Cuanto peor el comienzo, mayor el cambio: una parte es regresión a la media.
outcome-caution-few = Menos de diez pares: el intervalo es ancho e inseguro.
outcome-caution-no-error = No hay error de medida publicado para esta medida: un cambio no se distingue del error.
outcome-practice-title = Resultados de la consulta
outcome-as-of = Se calcula de nuevo cada diez minutos como mucho; la última vez:
outcome-practice-say = De la primera a la última lectura de la medida de cada cliente en el periodo, cuando son de dos días distintos. Los grupos no son comparables: quién viene por qué, y cómo de mal estaba, difiere. No se nombra a ningún cliente.
outcome-practice-none = Todavía no se ha medido nada.
outcome-practice-link = Ver los resultados de la consulta
outcome-measure = Medida
outcome-period = Periodo
outcome-years = { $count ->
    [one] último año
   *[other] últimos { $count } años
}
outcome-look = Mostrar
outcome-all = Todos los clientes con esta medida
outcome-clients = { $count ->
    [one] un cliente
   *[other] { $count } clientes
}
outcome-all-few = { $count ->
    [one] Nadie se midió en dos días.
   *[other] Menos de { $count } clientes se midieron en dos días en este periodo: no se muestra nada.
}
outcome-by-condition = Por afección
outcome-by-technique = Por técnica
outcome-by-practitioner = Por profesional
outcome-hidden = { $count ->
    [one] Un grupo con menos de { $fewest } clientes no se muestra.
   *[other] { $count } grupos con menos de { $fewest } clientes no se muestran.
}
outcome-group-none = Ninguna evolución de este periodo cae en un grupo así.
outcome-lines = Líneas publicadas, y cuáles se alcanzan
