import django.db.models.deletion
from django.db import migrations, models

import duty.models.screen


class Migration(migrations.Migration):
    dependencies = [
        ("duty", "0002_initial"),
        ("people", "0004_keep_usual_pay_and_the_state_of_a_site"),
    ]

    operations = [
        migrations.CreateModel(
            name="TaskScreen",
            fields=[
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="screen",
                        serialize=False,
                        to="duty.task",
                        verbose_name="task",
                    ),
                ),
                ("rules", models.CharField(max_length=12)),
                ("bits", duty.models.screen.Bits()),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.establishment"
                    ),
                ),
            ],
            options={
                "verbose_name": "what a task breaks for certain",
                "verbose_name_plural": "what tasks break for certain",
            },
        ),
    ]
