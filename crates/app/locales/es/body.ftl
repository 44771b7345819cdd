# El mapa del cuerpo.

body-figure = Mapa del cuerpo, { $view }
body-front = Delante
body-back = Detrás
body-right = Lado derecho
body-left = Lado izquierdo
body-pain = dolor { $pain } de 10
body-tension = tensión { $tension } de 4
body-treated = tratado hoy
body-legend-pain = Dolor 1–10
body-legend-tension = Tensión
body-legend-treated = Tratado hoy
body-near = ¿Cuál de ellas?

quality-aching = sordo
quality-sharp = punzante
quality-burning = quemante
quality-tingling = hormigueo
quality-numb = adormecido
quality-throbbing = pulsátil
quality-stiff = rígido
