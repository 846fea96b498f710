"""All tables of the first release at once: a new database starts here, one that is older goes on with the files it replaces."""

import django.contrib.postgres.fields
import django.db.models.deletion
import injuries.models.case
import people.policy
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('injuries', '0001_initial'), ('injuries', '0002_initial'), ('injuries', '0003_case_more_parts_report_more_parts'), ('injuries', '0004_how_a_case_is_kept'), ('injuries', '0005_let_a_provider_add_files'), ('injuries', '0006_know_a_privacy_case_without_its_ground')]

    initial = True

    dependencies = [
        ('people', '0001_squashed_0011_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=12, unique=True, verbose_name='case number')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='people.employee', verbose_name='employee')),
                ('establishment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='people.establishment', verbose_name='establishment')),
                ('state', models.CharField(choices=[('reported', 'Reported'), ('open', 'Open'), ('closed', 'Closed')], default='reported', max_length=10, verbose_name='state')),
                ('opened_on', models.DateField(verbose_name='opened')),
                ('opened_at', models.DateTimeField(verbose_name='opened at')),
                ('began_on', models.DateField(verbose_name='symptoms began')),
                ('first_treated_on', models.DateField(blank=True, null=True, verbose_name='first treatment')),
                ('repetitive_task', models.CharField(choices=[('typing', 'Typing or using a mouse'), ('machine', 'Running a machine'), ('assembly', 'Putting products together'), ('lifting', 'Lifting or carrying'), ('pushing', 'Pushing or pulling'), ('packing', 'Packing or sorting'), ('scanning', 'Scanning or checking out'), ('tools', 'Using hand tools or power tools'), ('overhead', 'Working above the shoulder'), ('kneeling', 'Kneeling or squatting'), ('driving', 'Driving'), ('cleaning', 'Cleaning'), ('other', 'Something else')], max_length=16, verbose_name='repetitive task')),
                ('body_part', models.CharField(blank=True, choices=[('HEAD', 'Head'), ('NECK', 'Neck'), ('SHOULDER', 'Shoulder'), ('UPPER_ARM', 'Upper arm'), ('ELBOW', 'Elbow'), ('FOREARM', 'Forearm'), ('WRIST', 'Wrist'), ('HAND', 'Hand'), ('FINGERS', 'Fingers'), ('THUMB', 'Thumb'), ('CHEST', 'Chest'), ('ABDOMEN', 'Belly'), ('UPPER_BACK', 'Upper back'), ('LOWER_BACK', 'Lower back'), ('SACROILIAC', 'Sacroiliac joint (where spine meets hip)'), ('HIP', 'Hip'), ('THIGH', 'Thigh'), ('KNEE', 'Knee'), ('LOWER_LEG', 'Lower leg'), ('ANKLE', 'Ankle'), ('FOOT', 'Foot'), ('TOES', 'Toes'), ('PRIVATE_AREA', 'Another area (private)')], max_length=16, verbose_name='body part')),
                ('side', models.CharField(choices=[('L', 'Left'), ('R', 'Right'), ('BOTH', 'Both'), ('NA', 'No side')], default='NA', max_length=4, verbose_name='side')),
                ('more_parts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), blank=True, default=list, size=None, verbose_name='other parts that hurt')),
                ('earlier_injury', models.CharField(default='unsure', max_length=8, verbose_name='same part hurt before')),
                ('recurrence_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='recurrences', to='injuries.case', verbose_name='recurrence of')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('work_related', models.CharField(choices=[('yes', 'Work-related'), ('no', 'Not work-related'), ('undecided', 'Not decided yet')], default='undecided', max_length=10, verbose_name='work-relatedness')),
                ('triaged_at', models.DateTimeField(blank=True, null=True, verbose_name='triaged')),
                ('oiics_edition', models.CharField(blank=True, max_length=8, verbose_name='OIICS edition')),
                ('oiics_nature', models.CharField(blank=True, max_length=8, verbose_name='OIICS nature')),
                ('oiics_part', models.CharField(blank=True, max_length=8, verbose_name='OIICS part of body')),
                ('oiics_event', models.CharField(blank=True, max_length=8, verbose_name='OIICS event')),
                ('next_check_in_on', models.DateField(blank=True, null=True, verbose_name='next check-in')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed')),
                ('prevention', models.CharField(blank=True, max_length=500, verbose_name='what is changed about the task')),
                ('prevention_by', models.CharField(blank=True, max_length=120, verbose_name='who changes it')),
                ('prevention_due_on', models.DateField(blank=True, null=True, verbose_name='by when')),
                ('privacy_ground', models.CharField(blank=True, choices=[('intimate_body_part', 'Intimate body part or reproductive system'), ('sexual_assault', 'Sexual assault'), ('mental_illness', 'Mental illness'), ('hiv_hepatitis_tb', 'HIV, hepatitis or tuberculosis'), ('contaminated_sharp', "Needle or sharp with another person's blood"), ('employee_request', 'An illness, and the employee asked for it')], max_length=24, verbose_name='privacy case')),
                ('is_private', models.GeneratedField(db_persist=True, expression=models.ExpressionWrapper(models.Q(('privacy_ground', ''), _negated=True), output_field=models.BooleanField()), output_field=models.BooleanField(), verbose_name='privacy case')),
                ('held_because', models.CharField(blank=True, max_length=300, verbose_name='kept beyond its time because')),
            ],
            options={
                'verbose_name': 'case',
                'verbose_name_plural': 'cases',
                'ordering': ['-opened_at'],
                'indexes': [models.Index(fields=['establishment', 'state', '-opened_at'], name='case_by_establishment'), models.Index(condition=models.Q(('state', 'open')), fields=['next_check_in_on'], name='case_next_check_in')],
                'constraints': [models.UniqueConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), models.Q(('body_part', ''), _negated=True)), fields=('employee', 'body_part', 'side'), name='case_open_once_per_part'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_on__isnull', True)), _connector='OR'), name='case_closed_has_a_day'), models.CheckConstraint(condition=models.Q(('state', 'reported'), ('state', 'closed'), ('triaged_at__isnull', False), _connector='OR'), name='case_open_is_triaged')],
            },
        ),
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='CaseEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='journal', to='injuries.case', verbose_name='case')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('kind', models.CharField(max_length=48, verbose_name='what')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('data_class', models.CharField(default=people.policy.DataClass['EVENT'], max_length=16)),
                ('data', models.JSONField(blank=True, default=dict, verbose_name='details')),
            ],
            options={
                'verbose_name': 'journal entry',
                'verbose_name_plural': 'journal entries',
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['case', '-at', '-id'], name='journal_by_case')],
            },
        ),
        migrations.CreateModel(
            name='CaseFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='injuries.case', verbose_name='case')),
                ('content', models.FileField(max_length=80, upload_to=injuries.models.case.storage_path, verbose_name='file')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('content_type', models.CharField(max_length=40, verbose_name='type')),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                ('sha256', models.CharField(max_length=64)),
                ('uploaded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('uploaded_at', models.DateTimeField(verbose_name='uploaded')),
            ],
            options={
                'verbose_name': 'file',
                'verbose_name_plural': 'files',
                'ordering': ['-uploaded_at'],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='people.employee', verbose_name='employee')),
                ('establishment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='people.establishment', verbose_name='establishment')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='injuries.case', verbose_name='case')),
                ('filed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='filed by')),
                ('filed_as', models.CharField(choices=[('employee', 'the employee'), ('supervisor', 'the supervisor'), ('hr', 'HR')], max_length=16, verbose_name='filed as')),
                ('filed_at', models.DateTimeField(verbose_name='filed')),
                ('began_on', models.DateField(verbose_name='symptoms began')),
                ('repetitive_task', models.CharField(choices=[('typing', 'Typing or using a mouse'), ('machine', 'Running a machine'), ('assembly', 'Putting products together'), ('lifting', 'Lifting or carrying'), ('pushing', 'Pushing or pulling'), ('packing', 'Packing or sorting'), ('scanning', 'Scanning or checking out'), ('tools', 'Using hand tools or power tools'), ('overhead', 'Working above the shoulder'), ('kneeling', 'Kneeling or squatting'), ('driving', 'Driving'), ('cleaning', 'Cleaning'), ('other', 'Something else')], max_length=16, verbose_name='repetitive task')),
                ('task_words', models.CharField(blank=True, max_length=300, verbose_name='the task in own words')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='where')),
                ('body_part', models.CharField(blank=True, choices=[('HEAD', 'Head'), ('NECK', 'Neck'), ('SHOULDER', 'Shoulder'), ('UPPER_ARM', 'Upper arm'), ('ELBOW', 'Elbow'), ('FOREARM', 'Forearm'), ('WRIST', 'Wrist'), ('HAND', 'Hand'), ('FINGERS', 'Fingers'), ('THUMB', 'Thumb'), ('CHEST', 'Chest'), ('ABDOMEN', 'Belly'), ('UPPER_BACK', 'Upper back'), ('LOWER_BACK', 'Lower back'), ('SACROILIAC', 'Sacroiliac joint (where spine meets hip)'), ('HIP', 'Hip'), ('THIGH', 'Thigh'), ('KNEE', 'Knee'), ('LOWER_LEG', 'Lower leg'), ('ANKLE', 'Ankle'), ('FOOT', 'Foot'), ('TOES', 'Toes'), ('PRIVATE_AREA', 'Another area (private)')], max_length=16, verbose_name='body part')),
                ('side', models.CharField(choices=[('L', 'Left'), ('R', 'Right'), ('BOTH', 'Both'), ('NA', 'No side')], default='NA', max_length=4, verbose_name='side')),
                ('more_parts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), blank=True, default=list, size=None, verbose_name='other parts that hurt')),
                ('symptoms', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('pain', 'Pain'), ('fatigue', 'Tiredness'), ('stiffness', 'Stiffness'), ('swelling', 'Swelling'), ('numbness', 'Numbness'), ('tingling', 'Tingling'), ('weakness', 'Weak muscles'), ('dexterity', 'Clumsy hands or fingers'), ('concentration', 'Hard to concentrate')], max_length=16), blank=True, default=list, size=None, verbose_name='symptoms')),
                ('earlier_injury', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('unsure', 'Not sure')], default='unsure', max_length=8, verbose_name='same part hurt before')),
                ('earlier_words', models.CharField(blank=True, max_length=300, verbose_name='the earlier injury in own words')),
                ('red_flags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), blank=True, default=list, size=None, verbose_name='alarming signs')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'ordering': ['-filed_at'],
                'indexes': [models.Index(fields=['establishment', '-filed_at'], name='report_by_establishment')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('body_part', ''), _negated=True), ('filed_as', 'supervisor'), _connector='OR'), name='report_names_a_body_part')],
            },
        ),
    ]
