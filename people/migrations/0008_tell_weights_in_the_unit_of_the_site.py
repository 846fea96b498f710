from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0007_keep_the_skills_of_a_person")]

    operations = [
        migrations.AddField(
            model_name="establishment",
            name="weight_unit",
            field=models.CharField(
                choices=[("lb", "lb"), ("kg", "kg")], default="lb", max_length=2, verbose_name="weights are told in"
            ),
        ),
    ]
