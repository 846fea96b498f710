"""How people come in, and what keeps others out. django-allauth does the work; here is what it asks us."""
