import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MessageSettings',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='message_settings', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('email', models.TextField(blank=True)),
                ('quiet_from', models.PositiveSmallIntegerField(default=1320)),
                ('quiet_to', models.PositiveSmallIntegerField(default=420)),
                ('digest_at', models.PositiveSmallIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True)),
                ('sealed_at', models.DateTimeField()),
                ('first_event_id', models.BigIntegerField()),
                ('last_event_id', models.BigIntegerField()),
                ('count', models.PositiveIntegerField()),
                ('previous_hash', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('algorithm', models.CharField(default='hmac-sha256', max_length=12)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Tick',
            fields=[
                ('name', models.CharField(max_length=48, primary_key=True, serialize=False)),
                ('last_at', models.DateTimeField()),
                ('memory', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stream', models.CharField(max_length=48)),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(max_length=48)),
                ('at', models.DateTimeField()),
                ('actor_kind', models.CharField(max_length=10)),
                ('actor_name', models.CharField(blank=True, max_length=80)),
                ('path', models.CharField(blank=True, max_length=64)),
                ('data', models.JSONField(default=dict)),
                ('previous_hash', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('algorithm', models.CharField(default='sha256', max_length=12)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'at'], name='journal_eve_kind_3fefce_idx'), models.Index(fields=['path', 'id'], name='journal_eve_path_895a29_idx')],
                'constraints': [models.UniqueConstraint(fields=('stream', 'number'), name='event_stream_number')],
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor_name', models.CharField(max_length=80)),
                ('subject', models.CharField(max_length=48)),
                ('fields', models.CharField(max_length=120)),
                ('purpose', models.CharField(max_length=120)),
                ('path', models.CharField(blank=True, max_length=64)),
                ('elevated', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['subject', '-at'], name='journal_loo_subject_2c6a69_idx'), models.Index(fields=['account', '-at'], name='journal_loo_account_d73c22_idx'), models.Index(fields=['-at', '-id'], name='look_newest')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipient', models.CharField(max_length=32)),
                ('topic', models.CharField(max_length=48)),
                ('title', models.CharField(max_length=120)),
                ('body', models.TextField(blank=True)),
                ('link', models.CharField(blank=True, max_length=200)),
                ('urgent', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.event')),
            ],
            options={
                'indexes': [models.Index(fields=['recipient', '-id'], name='journal_mes_recipie_f02ac8_idx'), models.Index(fields=['account', 'read_at'], name='journal_mes_account_b03341_idx')],
                'constraints': [models.UniqueConstraint(fields=('recipient', 'event'), name='message_once_per_event')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(default='email', max_length=12)),
                ('address', models.TextField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('failed', 'Failed'), ('skipped', 'Skipped')], default='waiting', max_length=8)),
                ('digest', models.BooleanField(default=False)),
                ('not_before', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='journal.message')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'not_before'], name='journal_del_state_9f0cc0_idx')],
                'constraints': [models.UniqueConstraint(fields=('message', 'channel'), name='delivery_once_per_channel')],
            },
        ),
        migrations.CreateModel(
            name='Outbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('receiver', models.CharField(max_length=48)),
                ('payload', models.JSONField(default=dict)),
                ('key', models.CharField(max_length=96, unique=True)),
                ('created_at', models.DateTimeField()),
                ('next_at', models.DateTimeField(null=True)),
                ('leased_until', models.DateTimeField(null=True)),
                ('lease', models.CharField(blank=True, max_length=36)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('done_at', models.DateTimeField(null=True)),
                ('dead_at', models.DateTimeField(null=True)),
                ('last_error', models.TextField(blank=True)),
                ('event', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.event')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at', 'id'], name='outbox_open'), models.Index(condition=models.Q(('dead_at__isnull', False)), fields=['dead_at'], name='outbox_dead'), models.Index(condition=models.Q(('done_at__isnull', False)), fields=['done_at'], name='outbox_done')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('dead_at__isnull', True), ('done_at__isnull', True), ('next_at__isnull', False)), models.Q(('dead_at__isnull', True), ('done_at__isnull', False), ('next_at__isnull', True)), models.Q(('dead_at__isnull', False), ('done_at__isnull', True), ('next_at__isnull', True)), _connector='OR'), name='outbox_open_or_ended')],
            },
        ),
    ]
