"""All tables of the first release at once: a new database starts here, one that is older goes on with the files it replaces."""

import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('notifications', '0001_initial'), ('notifications', '0002_find_unsettled_reminders'), ('notifications', '0002_initial'), ('notifications', '0003_name_reasons_for_silence'), ('notifications', '0004_keep_wishes_and_tuned_rules')]

    initial = True

    dependencies = [
        ('injuries', '0001_squashed_0006_first_release'),
        ('people', '0001_squashed_0011_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('channel', models.CharField(max_length=16, verbose_name='channel')),
                ('establishment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='people.establishment', verbose_name='establishment')),
                ('recipient', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to=settings.AUTH_USER_MODEL, verbose_name='to')),
                ('address', models.CharField(blank=True, max_length=254, verbose_name='address')),
                ('state', models.CharField(choices=[('queued', 'Waits for the next attempt'), ('sending', 'Being sent'), ('sent', 'Sent'), ('failed', 'Failed'), ('dropped', 'Not needed any more')], default='queued', max_length=10, verbose_name='state')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('resumed', models.PositiveSmallIntegerField(default=0, verbose_name='taken up again')),
                ('next_attempt_at', models.DateTimeField(blank=True, null=True, verbose_name='next attempt')),
                ('lease_until', models.DateTimeField(blank=True, null=True, verbose_name='held until')),
                ('message_id', models.CharField(max_length=120, unique=True, verbose_name='message id')),
                ('error', models.CharField(blank=True, max_length=500, verbose_name='what the server said')),
                ('permanent', models.BooleanField(default=False, verbose_name='no further attempt helps')),
                ('created_at', models.DateTimeField(verbose_name='made')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'ordering': ['-created_at'],
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['next_attempt_at'], name='delivery_queued'), models.Index(condition=models.Q(('state', 'sending')), fields=['lease_until'], name='delivery_held'), models.Index(fields=['establishment', '-created_at'], name='delivery_by_establishment'), models.Index(fields=['recipient', '-created_at'], name='delivery_by_recipient')],
            },
        ),
        migrations.CreateModel(
            name='FailingAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=16, verbose_name='channel')),
                ('address', models.CharField(max_length=254, verbose_name='address')),
                ('since', models.DateTimeField(verbose_name='since')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='what the server said')),
            ],
            options={
                'verbose_name': 'address that does not work',
                'verbose_name_plural': 'addresses that do not work',
                'constraints': [models.UniqueConstraint(fields=('channel', 'address'), name='failing_once')],
            },
        ),
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='name')),
                ('at', models.DateTimeField(verbose_name='when')),
            ],
            options={
                'verbose_name': 'heartbeat',
                'verbose_name_plural': 'heartbeats',
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=48, verbose_name='rule')),
                ('subject_kind', models.CharField(max_length=24, verbose_name='about')),
                ('subject_id', models.CharField(max_length=40, verbose_name='which one')),
                ('establishment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='people.establishment', verbose_name='establishment')),
                ('employee', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.employee', verbose_name='employee')),
                ('case', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='injuries.case', verbose_name='case')),
                ('recipient', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to=settings.AUTH_USER_MODEL, verbose_name='to')),
                ('audience', models.CharField(choices=[('employee', 'Employee'), ('supervisor', 'Supervisor'), ('substitute', 'Substitute'), ('hr', 'HR')], max_length=12, verbose_name='as')),
                ('due_on', models.DateField(verbose_name='due')),
                ('not_before', models.DateTimeField(verbose_name='not before')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('told', 'Told'), ('withdrawn', 'Withdrawn'), ('missed', 'Missed'), ('failed', 'Not delivered')], default='planned', max_length=10, verbose_name='state')),
                ('reason', models.CharField(blank=True, choices=[('settled', 'no longer needed'), ('late', 'too late'), ('overtaken', 'a later date came first'), ('undeliverable', 'could not be delivered'), ('unknown_rule', 'its rule is gone'), ('switched_off', 'HR has switched its rule off')], max_length=16, verbose_name='reason')),
                ('data', models.JSONField(blank=True, default=dict, verbose_name='details')),
                ('planned_at', models.DateTimeField(verbose_name='planned at')),
                ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='handed to the channels')),
                ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='told at')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled at')),
            ],
            options={
                'verbose_name': 'reminder',
                'verbose_name_plural': 'reminders',
                'ordering': ['-due_on', '-id'],
                'indexes': [models.Index(condition=models.Q(('state', 'planned'), ('taken_at__isnull', True)), fields=['recipient', 'not_before'], name='reminder_due'), models.Index(condition=models.Q(('state__in', ['planned', 'failed'])), fields=['rule', 'due_on'], name='reminder_unsettled'), models.Index(condition=models.Q(('state', 'failed')), fields=['establishment', '-id'], name='reminder_failed'), models.Index(fields=['establishment', 'state', '-id'], name='reminder_by_establishment'), models.Index(fields=['recipient', '-id'], name='reminder_by_recipient'), models.Index(fields=['case', '-id'], name='reminder_by_case')],
                'constraints': [models.UniqueConstraint(fields=('rule', 'subject_id', 'subject_kind', 'recipient', 'due_on'), name='reminder_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'told'), _negated=True), ('told_at__isnull', False), _connector='OR'), name='reminder_told_has_a_moment')],
            },
        ),
        migrations.CreateModel(
            name='ReminderPreference',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='reminder_preference', serialize=False, to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('timezone', models.CharField(blank=True, max_length=64, verbose_name='time zone')),
                ('quiet_from', models.TimeField(default=datetime.time(20, 0), verbose_name='quiet from')),
                ('quiet_until', models.TimeField(default=datetime.time(7, 0), verbose_name='quiet until')),
                ('digest', models.BooleanField(default=False, verbose_name='one letter a day')),
                ('digest_hour', models.PositiveSmallIntegerField(default=8, verbose_name='hour of the letter')),
                ('mobile', models.CharField(blank=True, max_length=40, verbose_name='mobile number')),
                ('chat', models.CharField(blank=True, max_length=120, verbose_name='name in the chat')),
                ('exceptions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, editable=False, size=None, verbose_name='turned over')),
            ],
            options={
                'verbose_name': 'wishes about reminders',
                'verbose_name_plural': 'wishes about reminders',
                'constraints': [models.CheckConstraint(condition=models.Q(('digest_hour__lte', 23)), name='preference_digest_hour')],
            },
        ),
        migrations.CreateModel(
            name='RuleChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('establishment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reminder_rule_changes', to='people.establishment', verbose_name='establishment')),
                ('rule', models.CharField(max_length=48, verbose_name='rule')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
                ('at', models.DateTimeField(verbose_name='changed')),
                ('before', models.JSONField(verbose_name='before')),
                ('after', models.JSONField(verbose_name='after')),
            ],
            options={
                'verbose_name': 'change of a reminder rule',
                'verbose_name_plural': 'changes of reminder rules',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['establishment', '-id'], name='rule_change_by_establishment')],
            },
        ),
        migrations.CreateModel(
            name='RuleSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('establishment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='reminder_rules', to='people.establishment', verbose_name='establishment')),
                ('rule', models.CharField(max_length=48, verbose_name='rule')),
                ('enabled', models.BooleanField(default=True, verbose_name='on')),
                ('days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='days before or after the date')),
                ('late_after', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='too late after days')),
                ('working_days', models.BooleanField(blank=True, null=True, verbose_name='on working days only')),
                ('channels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), blank=True, null=True, size=None, verbose_name='ways')),
                ('audiences', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), blank=True, null=True, size=None, verbose_name='who is told')),
            ],
            options={
                'verbose_name': 'setting of a reminder rule',
                'verbose_name_plural': 'settings of reminder rules',
                'constraints': [models.UniqueConstraint(fields=('establishment', 'rule'), name='rule_set_once')],
            },
        ),
        migrations.CreateModel(
            name='DeliveryReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivery', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='carried', to='notifications.delivery')),
                ('reminder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='carried', to='notifications.reminder')),
            ],
            options={
                'verbose_name': 'reminder in a delivery',
                'verbose_name_plural': 'reminders in deliveries',
                'constraints': [models.UniqueConstraint(fields=('delivery', 'reminder'), name='delivery_carries_once')],
            },
        ),
        migrations.CreateModel(
            name='InboxItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipient', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='inbox', to=settings.AUTH_USER_MODEL, verbose_name='to')),
                ('reminder', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='inbox_item', to='notifications.reminder', verbose_name='reminder')),
                ('title_key', models.CharField(max_length=48, verbose_name='title')),
                ('url', models.CharField(max_length=200, verbose_name='page')),
                ('created_at', models.DateTimeField(verbose_name='since')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read')),
            ],
            options={
                'verbose_name': 'inbox item',
                'verbose_name_plural': 'inbox items',
                'ordering': ['-created_at', '-id'],
                'indexes': [models.Index(fields=['recipient', '-created_at'], name='inbox_by_recipient'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['recipient'], name='inbox_unread')],
            },
        ),
        migrations.AddField(
            model_name='delivery',
            name='reminders',
            field=models.ManyToManyField(related_name='deliveries', through='notifications.DeliveryReminder', to='notifications.reminder', verbose_name='reminders'),
        ),
    ]
