import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0006_write_down_security_events")]

    operations = [
        migrations.AddField(
            model_name="employee",
            name="skills",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40),
                blank=True,
                default=list,
                help_text="Separated by commas, in the words that tasks use, such as: forklift license, Spanish.",
                size=None,
                verbose_name="skills",
            ),
        ),
    ]
