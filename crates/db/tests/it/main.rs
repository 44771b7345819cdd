//! Each promise of storage, on both engines. PostgreSQL is tried when `PALPATE_TEST_POSTGRES` holds the connection
//! string of a superuser on a scratch server.

mod acts;
mod ground;
mod tamper;
