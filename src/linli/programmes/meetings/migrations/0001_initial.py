import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('cases', '0005_hot_issues'),
        ('territory', '0002_nets_plans_points'),
    ]

    operations = [
        migrations.CreateModel(
            name='Body',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('path', models.CharField(db_index=True, max_length=64)),
                ('active', models.BooleanField(default=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.area')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'name'), name='meeting_body_once')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=64)),
                ('title', models.CharField(max_length=80)),
                ('place', models.CharField(max_length=80)),
                ('starts_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('planned', 'planned'), ('held', 'held'), ('published', 'published'), ('cancelled', 'called off')], default='planned', max_length=10)),
                ('minutes', models.TextField(blank=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('held_at', models.DateTimeField(null=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='meetings.body')),
                ('called_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['-starts_at', '-id'], name='meeting_by_time'), models.Index(fields=['path', '-starts_at', '-id'], name='meeting_by_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('held_at__isnull', False), ('state__in', ['held', 'published'])), models.Q(('held_at__isnull', True), ('state__in', ['planned', 'cancelled'])), _connector='OR'), name='meeting_held'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(models.Q(('minutes', ''), _negated=True), ('published_at__isnull', False)), _connector='OR'), name='meeting_published'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='meeting_cancelled')],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=120)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agenda', to='meetings.meeting')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'position'), name='agenda_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Resolution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=40)),
                ('text', models.TextField()),
                ('due_on', models.DateField()),
                ('kind_code', models.CharField(max_length=20)),
                ('sent_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, max_length=300)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='resolutions', to='meetings.meeting')),
                ('reported_at_meeting', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='meetings.meeting')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'position'), name='resolution_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('reported_at_meeting__isnull', True)), models.Q(models.Q(('outcome', ''), _negated=True), ('reported_at_meeting__isnull', False)), _connector='OR'), name='resolution_reported')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=64)),
                ('since', models.DateField()),
                ('left_on', models.DateField(null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.area')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='meetings.body')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('left_on__isnull', True)), fields=('body', 'unit', 'area'), name='seat_once'), models.CheckConstraint(condition=models.Q(('left_on__isnull', True), ('left_on__gte', models.F('since')), _connector='OR'), name='seat_order')],
            },
        ),
        migrations.CreateModel(
            name='MeetingTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('resolution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='meetings.resolution')),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='meetings.seat')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('resolution', 'seat'), name='meeting_task_once')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('presence', models.CharField(choices=[('present', 'came'), ('excused', 'sent excuses'), ('absent', 'did not come')], max_length=8)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendance', to='meetings.meeting')),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.seat')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'seat'), name='attendance_once')],
            },
        ),
    ]
