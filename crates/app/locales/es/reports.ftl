reports-title = Casos clínicos publicados
reports-about = De qué está hecha la demostración además de clientes inventados: cifras y citas de informes publicados, hasta donde llega cada uno. Lo que un informe no dice queda vacío.
reports-group = { $id }: un grupo, mostrado como referencia
reports-group-say = { $count ->
    [one] Una persona en conjunto: no se crea ningún cliente con ella, porque el informe no da los valores de una sola persona.
   *[other] { $count } personas en conjunto: no se crea ningún cliente con ellas, porque el informe no da los valores de una sola persona.
}
reports-who = Quiénes
reports-women = { $count ->
    [one] una mujer
   *[other] { $count } mujeres
}
reports-men = { $count ->
    [one] un hombre
   *[other] { $count } hombres
}
reports-age = Edad en años
reports-months = Meses con el hombro rígido antes
reports-what = Qué se hizo
reports-what-say = Movilización de la articulación del hombro en el límite del recorrido, dos veces por semana durante tres meses.
reports-spread = Media y, entre paréntesis, desviación típica; del valor menor al mayor.
reports-group-table = El hombro antes y a los tres meses
reports-measured = Medida
reports-before = Antes
reports-after = A los 3 meses
reports-abduction = Elevar hacia el lado
reports-flexion = Elevar hacia delante
reports-rotation = Girar hacia fuera
reports-capacity = Espacio en la cápsula articular
reports-active = por sí mismo
reports-passive = movido por otra persona
reports-degrees = °
reports-millilitres = ml
reports-rated = El hombro según lo valoraron las personas al final:
reports-excellent = { $count ->
    [one] uno excelente
   *[other] { $count } excelente
}
reports-good = { $count ->
    [one] uno bueno
   *[other] { $count } bueno
}
reports-unread = { $count ->
    [one] uno en una tercera categoría, cuya palabra no se pudo leer
   *[other] { $count } en una tercera categoría, cuya palabra no se pudo leer
}
reports-group-limit = La certeza es baja: no hubo nadie sin tratar con quien comparar, y un hombro rígido a menudo se suelta solo en unos meses. Muestra lo que se vio en estas personas, no qué lo causó.
reports-single = Clientes individuales
reports-single-demo = Cada uno está introducido como cliente de esta demostración, con el nombre de su informe; busque «Case report» en Clientes.
reports-single-say = En la demostración cada uno está introducido como cliente, con el nombre de su informe.
reports-one = Informe de caso { $id }
reports-read = Leerlo
