# El mapa del cuerpo.

body-figure = Mapa del cuerpo, { $view }
body-front = Delante
body-back = Detrás
body-right = Lado derecho
body-left = Lado izquierdo
body-soles = Plantas de los pies
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

body-place-right = { $region }, derecha
body-place-left = { $region }, izquierda
body-place-both = { $region }, ambos lados

body-group-abdomen = Abdomen
body-group-ankle-and-foot = Tobillo y pie
body-group-arm = Brazo
body-group-back = Espalda
body-group-chest = Tórax
body-group-elbow = Codo
body-group-forearm = Antebrazo
body-group-head-and-jaw = Cabeza y mandíbula
body-group-hip = Cadera
body-group-knee = Rodilla
body-group-lower-leg = Pierna
body-group-neck = Cuello
body-group-pelvis = Pelvis
body-group-shoulder-girdle = Cintura escapular
body-group-shoulder = Hombro
body-group-spine = Columna
body-group-thigh = Muslo
body-group-wrist-and-hand = Muñeca y mano
body-told = dicho por el cliente, sin explorar
