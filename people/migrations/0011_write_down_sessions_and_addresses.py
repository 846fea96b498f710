from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0010_open_a_case_in_an_emergency"),
    ]

    operations = [
        migrations.AlterField(
            model_name="securityevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("signed-in", "signed in"),
                    ("signed-out", "signed out"),
                    ("failed", "wrong password"),
                    ("code-failed", "wrong sign-in code"),
                    ("factor-failed", "wrong second factor"),
                    ("locked", "too many tries"),
                    ("turned-away", "sign-in refused"),
                    ("code-sent", "sign-in code sent"),
                    ("factor-added", "second factor added"),
                    ("factor-removed", "second factor removed"),
                    ("codes-made", "new recovery codes"),
                    ("password-changed", "password changed"),
                    ("password-reset", "password set by a link"),
                    ("session-ended", "session ended by its owner"),
                    ("sessions-taken", "every session ended by HR or IT"),
                    ("email-changed", "e-mail address changed"),
                    ("session-over", "session ran out"),
                    ("linked", "work account linked"),
                    ("token-made", "API token made"),
                    ("token-revoked", "API token revoked"),
                ],
                max_length=20,
                verbose_name="what",
            ),
        ),
    ]
