"""Django's own backend, which asks for no column that the role of the connection may not read."""
