from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recovery", "0005_open_a_drop_box_for_check_ins")]

    operations = [
        migrations.AddField(
            model_name="workstatusreport",
            name="asked_on",
            field=models.DateField(blank=True, null=True, verbose_name="provider asked"),
        ),
    ]
