# Una medida en el tiempo.

trend-nothing = Aún sin medir.
trend-description = { $count ->
    [one] Una medida: { $first } el { $from }.
   *[other] { $count } medidas: { $first } el { $from }, { $last } el { $to }.
}
trend-meaningful = Se considera relevante un cambio de { $by } o más respecto a la primera.
trend-band-down = cambio relevante (−{ $by } o más)
trend-band-up = cambio relevante (+{ $by } o más)
trend-source = Cambio relevante: { $by } puntos. { $source }
trend-no-threshold = Esta medida no tiene un umbral de cambio relevante con fuente.
trend-numbers = Los números
trend-when = Día
trend-value = Valor
trend-change = Desde la primera
trend-error = Error de medida: hasta { $by } puntos a cada lado de la primera. { $source }
trend-visits = Cada marca en la línea inferior es una visita.
