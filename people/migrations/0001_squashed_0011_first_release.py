"""All tables of the first release at once: a new database starts here, one that is older goes on with the files it replaces."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import people.models.company
from django.conf import settings
from django.core.management import call_command
from django.db import migrations, models


TABLE = settings.CACHES["default"]["LOCATION"]


def make_cache_table(apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def drop_cache_table(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE IF EXISTS {schema_editor.quote_name(TABLE)}")


class Migration(migrations.Migration):

    replaces = [('people', '0001_initial'), ('people', '0002_keep_the_cache_in_a_table'), ('people', '0003_know_time_zones'), ('people', '0004_keep_usual_pay_and_the_state_of_a_site'), ('people', '0005_give_calendars_an_address'), ('people', '0006_write_down_security_events'), ('people', '0007_keep_the_skills_of_a_person'), ('people', '0008_tell_weights_in_the_unit_of_the_site'), ('people', '0009_keep_a_history_of_rows'), ('people', '0010_open_a_case_in_an_emergency'), ('people', '0011_write_down_sessions_and_addresses')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Establishment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('timezone', models.CharField(default='America/Chicago', max_length=64, validators=[people.models.company.known_time_zone], verbose_name='time zone')),
                ('weekend', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=people.models.company.saturday_and_sunday, help_text='0 is Monday, 6 is Sunday', size=None, verbose_name='days off')),
                ('send_hour', models.PositiveSmallIntegerField(default=8, verbose_name="hour of the day's reminders")),
                ('contact_name', models.CharField(blank=True, max_length=120, verbose_name='HR contact')),
                ('contact_phone', models.CharField(blank=True, max_length=40, verbose_name='HR telephone')),
                ('emergency_number', models.CharField(default='911', max_length=20, verbose_name='emergency number')),
                ('state', models.CharField(blank=True, help_text='Two letters such as TX: what an offer letter must say differs by state.', max_length=2, validators=[django.core.validators.RegexValidator('^[A-Z]{2}$', 'Enter two letters such as TX.')], verbose_name='state')),
                ('weight_unit', models.CharField(choices=[('lb', 'lb'), ('kg', 'kg')], default='lb', max_length=2, verbose_name='weights are told in')),
                ('is_federal', models.BooleanField(default=False, help_text='Compensation under FECA instead of state law.', verbose_name='US federal workplace')),
            ],
            options={
                'verbose_name': 'establishment',
                'verbose_name_plural': 'establishments',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('send_hour__lte', 23)), name='establishment_send_hour'), models.CheckConstraint(condition=models.Q(('weekend__len__gte', 7), _negated=True), name='establishment_has_a_working_day')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('full_name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('language', models.CharField(default='en', max_length=8, verbose_name='language')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('is_staff', models.BooleanField(default=False, verbose_name='may open the admin')),
                ('date_joined', models.DateTimeField(auto_now_add=True, verbose_name='since')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'account',
                'verbose_name_plural': 'accounts',
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_in_small_letters')],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(verbose_name='made')),
                ('last_used_at', models.DateTimeField(blank=True, null=True, verbose_name='last used')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked')),
            ],
            options={
                'verbose_name': 'API token',
                'verbose_name_plural': 'API tokens',
            },
        ),
        migrations.CreateModel(
            name='CalendarKey',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='calendar_key', serialize=False, to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('made_at', models.DateTimeField(verbose_name='made')),
            ],
            options={
                'verbose_name': 'calendar address',
                'verbose_name_plural': 'calendar addresses',
            },
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('establishment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='departments', to='people.establishment', verbose_name='establishment')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
            ],
            options={
                'verbose_name': 'department',
                'verbose_name_plural': 'departments',
                'ordering': ['establishment', 'name'],
                'constraints': [models.UniqueConstraint(fields=('establishment', 'name'), name='department_once')],
            },
        ),
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('establishment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holidays', to='people.establishment', verbose_name='establishment')),
                ('day', models.DateField(verbose_name='day')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
            ],
            options={
                'verbose_name': 'holiday',
                'verbose_name_plural': 'holidays',
                'ordering': ['day'],
                'constraints': [models.UniqueConstraint(fields=('establishment', 'day'), name='holiday_once')],
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('role', models.CharField(choices=[('hr', 'HR case manager'), ('safety', 'Safety officer'), ('auditor', 'Auditor'), ('it', 'IT')], max_length=16, verbose_name='role')),
                ('establishment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='people.establishment', verbose_name='establishment')),
                ('is_lead', models.BooleanField(default=False, verbose_name='lead')),
            ],
            options={
                'verbose_name': 'role',
                'verbose_name_plural': 'roles',
                'constraints': [models.UniqueConstraint(fields=('user', 'role', 'establishment'), name='role_granted_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='SecurityEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, verbose_name='when')),
                ('kind', models.CharField(choices=[('signed-in', 'signed in'), ('signed-out', 'signed out'), ('failed', 'wrong password'), ('code-failed', 'wrong sign-in code'), ('factor-failed', 'wrong second factor'), ('locked', 'too many tries'), ('turned-away', 'sign-in refused'), ('code-sent', 'sign-in code sent'), ('factor-added', 'second factor added'), ('factor-removed', 'second factor removed'), ('codes-made', 'new recovery codes'), ('password-changed', 'password changed'), ('password-reset', 'password set by a link'), ('session-ended', 'session ended by its owner'), ('sessions-taken', 'every session ended by HR or IT'), ('email-changed', 'e-mail address changed'), ('session-over', 'session ran out'), ('linked', 'work account linked'), ('token-made', 'API token made'), ('token-revoked', 'API token revoked')], max_length=20, verbose_name='what')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='security_events', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('address', models.GenericIPAddressField(blank=True, null=True, verbose_name='network address')),
                ('browser', models.CharField(blank=True, max_length=200, verbose_name='browser')),
                ('detail', models.CharField(blank=True, max_length=40, verbose_name='detail')),
            ],
            options={
                'verbose_name': 'security event',
                'verbose_name_plural': 'security events',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['user', '-at'], name='security_event_by_user')],
            },
        ),
        migrations.CreateModel(
            name='Employee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('establishment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='employees', to='people.establishment', verbose_name='establishment')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='employees', to='people.department', verbose_name='department')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='employee', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('number', models.CharField(max_length=40, verbose_name='employee number')),
                ('given_name', models.CharField(max_length=100, verbose_name='first name')),
                ('family_name', models.CharField(max_length=100, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('job_title', models.CharField(max_length=120, verbose_name='job')),
                ('language', models.CharField(default='en', max_length=8, verbose_name='language')),
                ('hired_on', models.DateField(blank=True, null=True, verbose_name='hired')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='left')),
                ('shift_starts', models.TimeField(blank=True, null=True, verbose_name='usual shift begins')),
                ('shift_ends', models.TimeField(blank=True, null=True, verbose_name='usual shift ends')),
                ('usual_hourly_wage', models.DecimalField(blank=True, decimal_places=2, help_text='US dollars. Only HR sees it; it ranks duties and stands in no message.', max_digits=8, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='usual pay an hour')),
                ('usual_weekly_hours', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(168)], verbose_name='usual hours a week')),
                ('skills', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, help_text='Separated by commas, in the words that tasks use, such as: forklift license, Spanish.', size=None, verbose_name='skills')),
            ],
            options={
                'verbose_name': 'employee',
                'verbose_name_plural': 'employees',
                'ordering': ['family_name', 'given_name', 'id'],
                'indexes': [models.Index(fields=['department'], name='employee_by_department'), models.Index(django.db.models.functions.text.Lower('family_name'), models.F('establishment'), name='employee_by_family_name')],
                'constraints': [models.UniqueConstraint(fields=('establishment', 'number'), name='employee_number_once'), models.CheckConstraint(condition=models.Q(('left_on__isnull', True), ('hired_on__isnull', True), ('left_on__gte', models.F('hired_on')), _connector='OR'), name='employee_left_after_hired'), models.CheckConstraint(condition=models.Q(('usual_hourly_wage__isnull', True), ('usual_hourly_wage__gte', 0), _connector='OR'), name='employee_wage_not_negative'), models.CheckConstraint(condition=models.Q(('usual_weekly_hours__isnull', True), ('usual_weekly_hours__range', (0, 168)), _connector='OR'), name='employee_hours_of_a_week')],
            },
        ),
        migrations.CreateModel(
            name='AccessEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='access_entries', to='people.employee', verbose_name='employee')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('role', models.CharField(max_length=16, verbose_name='role')),
                ('what', models.CharField(max_length=40, verbose_name='what')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('at', models.DateTimeField(db_index=True, verbose_name='when')),
            ],
            options={
                'verbose_name': 'look at a record',
                'verbose_name_plural': 'looks at records',
                'indexes': [models.Index(fields=['employee', '-at'], name='access_by_employee')],
            },
        ),
        migrations.CreateModel(
            name='BrokenGlass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.employee', verbose_name='employee')),
                ('case', models.BigIntegerField(verbose_name='case')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('opened_at', models.DateTimeField(verbose_name='opened')),
                ('until', models.DateTimeField(verbose_name='until')),
            ],
            options={
                'verbose_name': 'emergency look',
                'verbose_name_plural': 'emergency looks',
                'indexes': [models.Index(fields=['user', 'until'], name='broken_glass_by_user')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='broken_glass_has_a_reason'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('opened_at'))), name='broken_glass_ends')],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('table', models.CharField(max_length=63, verbose_name='table')),
                ('row', models.CharField(max_length=40, verbose_name='row')),
                ('verb', models.CharField(choices=[('I', 'made'), ('U', 'changed'), ('D', 'removed')], max_length=1, verbose_name='what')),
                ('user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('employee', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.employee', verbose_name='employee')),
                ('establishment', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.establishment', verbose_name='establishment')),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=63), default=list, size=None, verbose_name='fields')),
                ('before', models.JSONField(null=True, verbose_name='before')),
                ('after', models.JSONField(null=True, verbose_name='after')),
            ],
            options={
                'verbose_name': 'change of a row',
                'verbose_name_plural': 'changes of rows',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['employee', '-id'], name='change_by_employee'), models.Index(fields=['establishment', '-id'], name='change_by_establishment'), models.Index(fields=['table', 'row'], name='change_by_row')],
            },
        ),
        migrations.CreateModel(
            name='Supervision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supervisions', to='people.department', verbose_name='department')),
                ('supervisor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supervisions', to='people.employee', verbose_name='supervisor')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('stands_in_for', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='substitutes', to='people.supervision', verbose_name='stands in for')),
            ],
            options={
                'verbose_name': 'supervision',
                'verbose_name_plural': 'supervisions',
                'indexes': [models.Index(fields=['supervisor', 'starts_on'], name='supervision_by_supervisor')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='supervision_ends_after_start')],
            },
        ),
        migrations.RunPython(make_cache_table, drop_cache_table),
    ]
