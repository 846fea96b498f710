from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recovery", "0004_find_settled_stalls")]

    operations = [
        migrations.AddField(
            model_name="workstatusreport",
            name="asked_on",
            field=models.DateField(blank=True, null=True, verbose_name="provider asked"),
        ),
    ]
