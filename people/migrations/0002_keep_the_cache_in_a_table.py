"""The table of the cache (config.settings.CACHES): sign-in counts its failed attempts there."""

from django.conf import settings
from django.core.management import call_command
from django.db import migrations

TABLE = settings.CACHES["default"]["LOCATION"]


def make_table(apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def drop_table(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE IF EXISTS {schema_editor.quote_name(TABLE)}")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunPython(make_table, drop_table)]
