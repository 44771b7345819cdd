# Lo que la revisión no puede leer.

refusal-technique-unknown = Ninguna técnica se llama «{ $said }». Parecidas: { $near }.
refusal-region-unknown = Ninguna parte del cuerpo se llama «{ $said }». Parecidas: { $near }.
refusal-side-unknown = «{ $said }» no es un lado. Diga izquierda, derecha o ambos.
refusal-force-unknown = «{ $said }» no es una fuerza. Parecidas: { $near }.
