from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("injuries", "0005_let_a_provider_add_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="is_private",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.ExpressionWrapper(
                    models.Q(("privacy_ground", ""), _negated=True), output_field=models.BooleanField()
                ),
                output_field=models.BooleanField(),
                verbose_name="privacy case",
            ),
        ),
    ]
