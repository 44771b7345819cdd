judge-title = Valoración
judge-about = La respuesta a lo preguntado, en forma de datos. Muestra precauciones y pruebas publicadas; no diagnostica ni declara seguro un tratamiento.
