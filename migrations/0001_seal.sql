-- The chains of seals. Only the engine writes these four tables; docs/decisions/0004-engines.md says why.

-- Where each chain stands: the number and the hash of its last seal.
create table chain (
  name text not null,
  n bigint not null,
  head bytea not null,
  constraint chain_pkey primary key (name)
);

-- One row per act and chain. `hash` covers all of it, the seal before (`previous`) and the rows in `sealed`.
-- grows: seal
create table seal (
  chain text not null,
  n bigint not null,
  act text not null,
  at bigint not null,
  previous bytea not null,
  hash bytea not null,
  form bigint not null,
  constraint seal_pkey primary key (chain, n),
  constraint seal_act unique (act, chain)
);

-- The rows that an act recorded, in their order, each with its digest.
-- grows: sealed
create table sealed (
  chain text not null,
  n bigint not null,
  place bigint not null,
  act text not null,
  tbl text not null,
  row text not null,
  digest bytea not null,
  constraint sealed_pkey primary key (chain, n, place),
  constraint sealed_row unique (tbl, row)
);

-- Record rows removed by law or at the end of their keeping: which, and why. Without its line here no record row
-- can be deleted; a line here can never be.
-- record: erasure
create table erasure (
  id text not null,
  by text not null,
  at bigint not null,
  act text not null,
  salt bytea not null,
  tbl text not null,
  row text not null,
  why text not null,
  constraint erasure_pkey primary key (id),
  constraint erasure_row unique (tbl, row)
);
