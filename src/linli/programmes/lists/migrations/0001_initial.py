import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('territory', '0002_nets_plans_points'),
    ]

    operations = [
        migrations.CreateModel(
            name='ListDay',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Project',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=18, unique=True)),
                ('state', models.CharField(choices=[('draft', 'being prepared'), ('running', 'running'), ('done', 'done'), ('stopped', 'stopped')], default='draft', max_length=10)),
                ('path', models.CharField(max_length=64)),
                ('title', models.CharField(max_length=60)),
                ('how', models.CharField(max_length=500)),
                ('lead_name', models.CharField(max_length=40)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('planned_fen', models.PositiveBigIntegerField(default=0)),
                ('paid_fen', models.PositiveBigIntegerField(default=0)),
                ('money_from', models.CharField(blank=True, max_length=60)),
                ('feedback', models.CharField(blank=True, max_length=500)),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.area')),
                ('lead', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['path', '-made_at', '-id'], name='project_by_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='project_days'), models.CheckConstraint(condition=models.Q(('paid_fen__gte', 0), ('paid_fen__lte', models.F('planned_fen')), ('planned_fen__gte', 0)), name='project_money'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('feedback', ''), _negated=True), _connector='OR'), name='project_reported')],
            },
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=18, unique=True)),
                ('state', models.CharField(choices=[('said', 'heard, to be looked at'), ('listed', 'on the list'), ('planned', 'a project works on it'), ('met', 'met'), ('refused', 'not taken on'), ('withdrawn', 'taken back')], default='said', max_length=10)),
                ('path', models.CharField(max_length=64)),
                ('category', models.CharField(choices=[('children', 'Children and tutoring'), ('elders', 'Older people'), ('health', 'Health'), ('skills', 'Skills and work'), ('law', 'Law and mediation'), ('culture', 'Culture and sports'), ('place', 'Rooms and places'), ('estate', 'Building and surroundings'), ('hardship', 'Help in hardship'), ('other', 'Other')], max_length=10)),
                ('text', models.TextField()),
                ('words', models.CharField(blank=True, max_length=120)),
                ('windows', models.JSONField(default=list)),
                ('skills', models.JSONField(default=list)),
                ('people', models.PositiveIntegerField(default=1)),
                ('urgent', models.BooleanField(default=False)),
                ('origin', models.CharField(max_length=8)),
                ('case_number', models.CharField(blank=True, max_length=24)),
                ('name', models.TextField(blank=True)),
                ('phone', models.TextField(blank=True)),
                ('tracking', models.TextField()),
                ('tracking_hash', models.CharField(max_length=64, unique=True)),
                ('intake_key', models.CharField(max_length=64, null=True, unique=True)),
                ('month', models.DateField(null=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('said_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.area')),
                ('helper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('project', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='lists.project')),
            ],
            options={
                'indexes': [models.Index(fields=['path', '-said_at', '-id'], name='need_by_place'), models.Index(fields=['state', 'path', '-said_at', '-id'], name='need_by_state'), models.Index(fields=['account', '-said_at'], name='need_by_account')],
                'constraints': [models.CheckConstraint(condition=models.Q(('people__gte', 1)), name='need_people'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['listed', 'planned', 'met']), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='need_listed'), models.CheckConstraint(condition=models.Q(models.Q(('project__isnull', False), ('state__in', ['planned', 'met'])), models.Q(models.Q(('state__in', ['planned', 'met']), _negated=True), ('project__isnull', True)), _connector='OR'), name='need_planned'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('met', 'refused', 'withdrawn'))), models.Q(models.Q(('state__in', ('met', 'refused', 'withdrawn')), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='need_ended')],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=60)),
                ('due_on', models.DateField()),
                ('done_at', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='lists.project')),
            ],
        ),
        migrations.CreateModel(
            name='Resource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=18, unique=True)),
                ('state', models.CharField(choices=[('offered', 'offered, to be looked at'), ('listed', 'on the list'), ('refused', 'not taken on'), ('withdrawn', 'withdrawn')], default='offered', max_length=10)),
                ('kind', models.CharField(choices=[('unit', "A unit's people and skills"), ('volunteers', 'Volunteers'), ('venue', 'A room or place'), ('money', 'Money'), ('goods', 'Goods')], max_length=10)),
                ('category', models.CharField(choices=[('children', 'Children and tutoring'), ('elders', 'Older people'), ('health', 'Health'), ('skills', 'Skills and work'), ('law', 'Law and mediation'), ('culture', 'Culture and sports'), ('place', 'Rooms and places'), ('estate', 'Building and surroundings'), ('hardship', 'Help in hardship'), ('other', 'Other')], max_length=10)),
                ('path', models.CharField(max_length=64)),
                ('serves', models.CharField(max_length=64)),
                ('words', models.CharField(max_length=120)),
                ('terms', models.CharField(blank=True, max_length=200)),
                ('giver_name', models.CharField(max_length=40)),
                ('phone', models.TextField(blank=True)),
                ('windows', models.JSONField(default=list)),
                ('skills', models.JSONField(default=list)),
                ('seats', models.PositiveIntegerField(null=True)),
                ('capacity', models.PositiveIntegerField(default=1)),
                ('intake_key', models.CharField(max_length=64, null=True, unique=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('offered_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.area')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['path', '-offered_at', '-id'], name='resource_by_place'), models.Index(fields=['state', 'path', '-offered_at', '-id'], name='resource_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('capacity__gte', 0)), name='resource_capacity')],
            },
        ),
        migrations.CreateModel(
            name='Pair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(max_length=10)),
                ('weight', models.IntegerField(default=0)),
                ('why', models.JSONField(default=list)),
                ('next_words', models.CharField(blank=True, max_length=300)),
                ('cost', models.IntegerField(default=0)),
                ('by_name', models.CharField(blank=True, max_length=40)),
                ('made_at', models.DateTimeField()),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pairs', to='lists.need')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pairs', to='lists.resource')),
            ],
            options={
                'indexes': [models.Index(fields=['resource', 'state'], name='pair_by_resource')],
                'constraints': [models.UniqueConstraint(fields=('need', 'resource'), name='pair_once')],
            },
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('left_at', models.DateTimeField(null=True)),
                ('left_why', models.CharField(blank=True, max_length=200)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='lists.project')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='lists.resource')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('project', 'resource'), name='share_once')],
            },
        ),
        migrations.CreateModel(
            name='MonthList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('published_at', models.DateTimeField()),
                ('published_by', models.CharField(max_length=40)),
                ('counts', models.JSONField(default=dict)),
                ('review', models.CharField(blank=True, max_length=500)),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.area')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'month'), name='month_list_once')],
            },
        ),
    ]
