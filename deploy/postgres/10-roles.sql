-- Runs once, on an empty data directory, as the superuser and in the database holdfast.
-- The owner changes the schema (the migrate job). The nodes read and write rows and can do nothing else.
\set owner_password `cat /run/secrets/postgres-owner-password`
\set app_password `cat /run/secrets/postgres-app-password`

CREATE ROLE holdfast_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE holdfast_app LOGIN PASSWORD :'app_password';

ALTER DATABASE :"DBNAME" OWNER TO holdfast_owner;
REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"DBNAME" TO holdfast_app;

ALTER SCHEMA public OWNER TO holdfast_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO holdfast_app;

-- What the exclusion constraint on bookings is built with.
CREATE EXTENSION btree_gist;

ALTER DEFAULT PRIVILEGES FOR ROLE holdfast_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO holdfast_app;
ALTER DEFAULT PRIVILEGES FOR ROLE holdfast_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO holdfast_app;
