#!/bin/sh
# Run once by the PostgreSQL image, over an empty data folder: the owner's login and its database.
# The owner is no superuser, so that row-level security holds for it as well; the run-time login is
# made by `manage.py make_roles`.
set -eu
psql --set ON_ERROR_STOP=1 --set password="$OWNER_DATABASE_PASSWORD" --username postgres <<'SQL'
CREATE ROLE lightduty_owner LOGIN CREATEROLE PASSWORD :'password';
CREATE DATABASE lightduty OWNER lightduty_owner;
SQL
