"""All tables of the first release at once: a new database starts here, one that is older goes on with the files it replaces."""

import datetime
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import recovery.models.course
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('recovery', '0001_initial'), ('recovery', '0002_say_when_a_finding_no_longer_holds'), ('recovery', '0003_keep_changes_of_rules'), ('recovery', '0004_find_settled_stalls'), ('recovery', '0005_open_a_drop_box_for_check_ins'), ('recovery', '0006_note_questions_to_providers'), ('recovery', '0007_let_a_provider_answer_by_link')]

    initial = True

    dependencies = [
        ('injuries', '0001_squashed_0006_first_release'),
        ('people', '0001_squashed_0011_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='injuries.case', verbose_name='case')),
                ('kind', models.CharField(choices=[('follow_up', 'Follow-up with the doctor'), ('specialist', 'Specialist'), ('therapy', 'Physical therapy'), ('other', 'Another visit')], default='follow_up', max_length=12, verbose_name='kind')),
                ('starts_at', models.DateTimeField(verbose_name='begins')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('with_whom', models.CharField(blank=True, max_length=120, verbose_name='with whom')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='where')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by')),
                ('entered_at', models.DateTimeField(verbose_name='entered')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='canceled')),
                ('outcome', models.CharField(blank=True, choices=[('seen', 'The visit took place'), ('not_seen', 'The visit did not take place')], max_length=10, verbose_name='outcome')),
                ('outcome_at', models.DateTimeField(blank=True, null=True, verbose_name='outcome entered')),
                ('outcome_words', models.CharField(blank=True, max_length=500, verbose_name='what came of it')),
            ],
            options={
                'verbose_name': 'appointment',
                'verbose_name_plural': 'appointments',
                'ordering': ['-starts_at'],
                'indexes': [models.Index(condition=models.Q(('cancelled_at__isnull', True), ('outcome', '')), fields=['starts_at'], name='appointment_open'), models.Index(fields=['case', '-starts_at'], name='appointment_by_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='appointment_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='CheckIn',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_ins', to='injuries.case', verbose_name='case')),
                ('day', models.DateField(verbose_name='day')),
                ('at', models.DateTimeField(verbose_name='answered')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by')),
                ('by_telephone', models.BooleanField(default=False, verbose_name='by telephone')),
                ('scores', models.JSONField(default=dict, verbose_name='answers')),
                ('symptoms', models.JSONField(blank=True, default=dict, verbose_name='symptoms')),
                ('overall_change', models.SmallIntegerField(blank=True, null=True, verbose_name='overall change')),
                ('alarming', models.BooleanField(default=False, verbose_name='anything alarming')),
                ('red_flags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), blank=True, default=list, size=None, verbose_name='alarming signs')),
                ('replaced_at', models.DateTimeField(blank=True, null=True, verbose_name='replaced')),
                ('state', models.JSONField(blank=True, default=dict, editable=False)),
                ('status', models.CharField(blank=True, editable=False, max_length=16, verbose_name='status after it')),
                ('evidence', models.JSONField(blank=True, default=dict, editable=False)),
            ],
            options={
                'verbose_name': 'check-in',
                'verbose_name_plural': 'check-ins',
                'ordering': ['-day', '-at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True)), fields=('case', 'day'), name='check_in_once_a_day'), models.CheckConstraint(condition=models.Q(('overall_change__isnull', True), models.Q(('overall_change__gte', -5), ('overall_change__lte', 5)), _connector='OR'), name='check_in_overall_change_range')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='consent', serialize=False, to='injuries.case', verbose_name='case')),
                ('provider_reads', models.BooleanField(default=False, verbose_name='the provider may read the check-ins')),
                ('drop_box_off', models.BooleanField(default=False, verbose_name='no links to check-ins without sign-in')),
                ('changed_at', models.DateTimeField(verbose_name='changed')),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
            },
        ),
        migrations.CreateModel(
            name='Course',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='course', serialize=False, to='injuries.case', verbose_name='case')),
                ('status', models.CharField(choices=[('insufficient', 'Too early to say'), ('improving', 'Improving'), ('stalled', 'Stalled'), ('worsening', 'Getting worse'), ('recovered', 'Hardly any symptoms'), ('silent', 'No answer any more')], default='insufficient', max_length=16, verbose_name='status')),
                ('since', models.DateField(verbose_name='since')),
                ('main_activity', models.CharField(blank=True, max_length=120, verbose_name='own main activity')),
                ('cadence_days', models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True, verbose_name='days between check-ins')),
                ('paused_until', models.DateField(blank=True, null=True, verbose_name='reminders paused until')),
                ('pause_reason', models.CharField(blank=True, max_length=200, verbose_name='why paused')),
                ('evidence', models.JSONField(blank=True, default=dict, verbose_name='evidence')),
                ('last_answer_on', models.DateField(blank=True, null=True, verbose_name='last answer')),
                ('silent_on', models.DateField(blank=True, null=True, verbose_name='silent from')),
                ('backstop_on', models.DateField(blank=True, null=True, verbose_name='looked at again')),
            ],
            options={
                'verbose_name': 'course of recovery',
                'verbose_name_plural': 'courses of recovery',
                'indexes': [models.Index(condition=models.Q(('silent_on__isnull', False)), fields=['silent_on'], name='course_silent'), models.Index(condition=models.Q(('backstop_on__isnull', False)), fields=['backstop_on'], name='course_backstop')],
                'constraints': [models.CheckConstraint(condition=models.Q(('paused_until__isnull', True), models.Q(('pause_reason', ''), _negated=True), _connector='OR'), name='course_paused_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='DropBoxLink',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drop_box_links', to='injuries.case', verbose_name='case')),
                ('due_on', models.DateField(verbose_name='check-in of')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='used')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked')),
            ],
            options={
                'verbose_name': 'link to a check-in',
                'verbose_name_plural': 'links to check-ins',
                'constraints': [models.UniqueConstraint(fields=('case', 'due_on'), name='drop_box_link_once_a_check_in')],
            },
        ),
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('establishment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='recovery_policy', serialize=False, to='people.establishment', verbose_name='establishment')),
                ('cadence_days', models.DecimalField(decimal_places=2, default='3.50', max_digits=4, validators=[django.core.validators.MinValueValidator(2), django.core.validators.MaxValueValidator(14)], verbose_name='days between check-ins in the first eight weeks')),
                ('later_cadence_days', models.DecimalField(decimal_places=2, default='7.00', max_digits=4, validators=[django.core.validators.MinValueValidator(2), django.core.validators.MaxValueValidator(14)], verbose_name='days between check-ins afterwards')),
                ('sensitivity', models.CharField(choices=[('quiet', 'Quiet: fewer reminders, later'), ('normal', 'Normal'), ('keen', 'Keen: earlier, more of them needless')], default='normal', max_length=8, verbose_name='sensitivity')),
                ('backstop_day', models.PositiveSmallIntegerField(default=28, validators=[django.core.validators.MinValueValidator(21), django.core.validators.MaxValueValidator(28)], verbose_name='look again at the latest on day')),
                ('measures', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), default=recovery.models.course.default_measures, size=None, verbose_name='measures asked')),
                ('repeat_after_days', models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MinValueValidator(3), django.core.validators.MaxValueValidator(21)], verbose_name='ask again after days')),
                ('escalate_after_days', models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(28)], verbose_name='tell HR after days')),
                ('drop_box', models.BooleanField(default=True, verbose_name='check-ins by a link without sign-in')),
            ],
            options={
                'verbose_name': 'recovery rules',
                'verbose_name_plural': 'recovery rules',
            },
        ),
        migrations.CreateModel(
            name='PolicyChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('establishment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='policy_changes', to='people.establishment', verbose_name='establishment')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
                ('at', models.DateTimeField(verbose_name='changed')),
                ('before', models.JSONField(verbose_name='before')),
                ('after', models.JSONField(verbose_name='after')),
                ('reassessed_through', models.BigIntegerField(default=0, verbose_name='read anew up to case')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='read anew')),
            ],
            options={
                'verbose_name': 'change of recovery rules',
                'verbose_name_plural': 'changes of recovery rules',
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['id'], name='policy_change_open')],
            },
        ),
        migrations.CreateModel(
            name='Stall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stalls', to='injuries.case', verbose_name='case')),
                ('kind', models.CharField(choices=[('stalled', 'Stalled'), ('worsening', 'Getting worse'), ('silent', 'No answer any more'), ('no_gain', 'No gain since the start'), ('red_flag', 'Alarming sign'), ('restrictions_unchanged', 'Better, but the same limits')], max_length=24, verbose_name='finding')),
                ('opened_on', models.DateField(verbose_name='opened')),
                ('opened_at', models.DateTimeField(verbose_name='opened at')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed at')),
                ('close_reason', models.CharField(blank=True, choices=[('improved', 'improved'), ('recovered', 'hardly any symptoms'), ('outcome', 'outcome of the visit recorded'), ('answered', 'answered again'), ('case_closed', 'case closed'), ('corrected', 'an answer was corrected'), ('contacted', 'HR has been in touch'), ('new_report', 'new work status report'), ('no_longer', 'no longer so')], max_length=16, verbose_name='why closed')),
                ('rule_version', models.CharField(max_length=24, verbose_name='rule version')),
                ('preset', models.CharField(default='normal', max_length=8, verbose_name='sensitivity')),
                ('evidence', models.JSONField(default=dict, verbose_name='evidence')),
            ],
            options={
                'verbose_name': 'finding',
                'verbose_name_plural': 'findings',
                'ordering': ['-opened_at', '-id'],
                'indexes': [models.Index(condition=models.Q(('closed_on__isnull', True)), fields=['opened_on'], name='stall_open'), models.Index(condition=models.Q(('close_reason__in', ['improved', 'recovered'])), fields=['closed_on'], name='stall_settled')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_on__isnull', True)), fields=('case', 'kind'), name='stall_open_once_per_kind'), models.CheckConstraint(condition=models.Q(models.Q(('close_reason', ''), ('closed_on__isnull', True)), models.Q(('closed_on__isnull', False), models.Q(('close_reason', ''), _negated=True)), _connector='OR'), name='stall_closed_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Treatment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='treatments', to='injuries.case', verbose_name='case')),
                ('kind', models.CharField(choices=[('self_care', 'Self-care (rest, heat, stretching)'), ('otc', 'Medicine bought without a prescription'), ('prescription', 'Medicine on prescription'), ('herbal', 'Herbs'), ('therapy', 'Physical therapy'), ('support', 'Belt, splint or other support'), ('injection', 'Injection'), ('stimulation', 'Electrical or radiofrequency nerve treatment'), ('surgery', 'Surgery'), ('other', 'Something else')], max_length=16, verbose_name='kind')),
                ('words', models.CharField(max_length=300, verbose_name='what exactly')),
                ('started_on', models.DateField(verbose_name='from')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by')),
                ('entered_at', models.DateTimeField(verbose_name='entered')),
            ],
            options={
                'verbose_name': 'treatment',
                'verbose_name_plural': 'treatments',
                'ordering': ['-started_on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='treatment_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='WorkStatusReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='work_status_reports', to='injuries.case', verbose_name='case')),
                ('provider', models.CharField(max_length=120, verbose_name='provider')),
                ('issued_on', models.DateField(verbose_name='issued')),
                ('exam_on', models.DateField(blank=True, null=True, verbose_name='examined')),
                ('received_on', models.DateField(verbose_name='received')),
                ('status', models.CharField(choices=[('FULL_RELEASE', 'Full duty'), ('RESTRICTED', 'Work with limits'), ('OFF_WORK', 'Off work')], max_length=16, verbose_name='status')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('next_appointment_on', models.DateField(blank=True, null=True, verbose_name='next appointment')),
                ('expected_full_duty_on', models.DateField(blank=True, null=True, verbose_name='full duty expected')),
                ('mmi_on', models.DateField(blank=True, null=True, verbose_name='maximum improvement')),
                ('signed', models.BooleanField(default=False, verbose_name='signed')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='injuries.casefile', verbose_name='file')),
                ('asked_on', models.DateField(blank=True, null=True, verbose_name='provider asked')),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by')),
                ('entered_at', models.DateTimeField(verbose_name='entered')),
                ('voided_at', models.DateTimeField(blank=True, null=True, verbose_name='voided')),
                ('void_reason', models.CharField(blank=True, max_length=300, verbose_name='why voided')),
                ('by_link', models.BooleanField(default=False, verbose_name='by provider link')),
                ('signed_by', models.CharField(blank=True, max_length=120, verbose_name='signed by')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='looked at by HR')),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='looked at by')),
            ],
            options={
                'verbose_name': 'work status report',
                'verbose_name_plural': 'work status reports',
                'ordering': ['-issued_on', '-id'],
                'indexes': [models.Index(fields=['case', '-issued_on'], name='work_status_by_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='work_status_ends_after_start'), models.CheckConstraint(condition=models.Q(('voided_at__isnull', True), models.Q(('void_reason', ''), _negated=True), _connector='OR'), name='work_status_voided_with_reason'), models.CheckConstraint(condition=models.Q(('by_link', True), ('entered_by__isnull', False), _connector='OR'), name='work_status_said_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Restriction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='restrictions', to='recovery.workstatusreport', verbose_name='report')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='restrictions', to='injuries.case', verbose_name='case')),
                ('kind', models.CharField(max_length=24, verbose_name='kind')),
                ('activity', models.CharField(blank=True, max_length=24, verbose_name='activity')),
                ('points', models.JSONField(blank=True, default=list, verbose_name='weights')),
                ('band', models.CharField(blank=True, max_length=12, verbose_name='how often')),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='minutes')),
                ('reps', models.PositiveIntegerField(blank=True, null=True, verbose_name='repetitions an hour')),
                ('option', models.CharField(blank=True, max_length=20, verbose_name='what is needed')),
                ('days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='days a week')),
                ('side', models.CharField(default='NA', max_length=4, verbose_name='side')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('permanent', models.BooleanField(default=False, verbose_name='permanent')),
                ('original_words', models.CharField(blank=True, max_length=500, verbose_name="the provider's words")),
                ('coded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='coded by')),
                ('coded_at', models.DateTimeField(verbose_name='coded')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed by the provider')),
                ('replaced_on', models.DateField(default=datetime.date(9999, 12, 31), editable=False, verbose_name='replaced')),
            ],
            options={
                'verbose_name': 'limit',
                'verbose_name_plural': 'limits',
                'ordering': ['report', 'id'],
                'indexes': [models.Index(fields=['case', 'ends_on'], name='restriction_by_case'), models.Index(condition=models.Q(('permanent', False)), fields=['ends_on'], name='restriction_by_end')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='restriction_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'UNCODED'), _negated=True), models.Q(('original_words', ''), _negated=True), _connector='OR'), name='restriction_uncoded_has_words')],
            },
        ),
    ]
