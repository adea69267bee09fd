import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='GridPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(db_index=True, max_length=64)),
                ('name', models.CharField(max_length=60)),
                ('state', models.CharField(choices=[('planning', 'Planning'), ('failed', 'Failed'), ('ready', 'Ready'), ('scheduled', 'Scheduled'), ('adopted', 'Adopted'), ('dropped', 'Dropped')], default='planning', max_length=10)),
                ('wishes', models.JSONField(default=dict)),
                ('job_id', models.BigIntegerField(null=True)),
                ('figures', models.JSONField(default=dict)),
                ('reasons', models.JSONField(default=list)),
                ('fault', models.CharField(blank=True, max_length=400)),
                ('edition', models.PositiveIntegerField(default=1)),
                ('shared_at', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField()),
                ('effective', models.DateField(null=True)),
                ('adopted_at', models.DateTimeField(null=True)),
                ('adopted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grid_plans', to='territory.area')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['area', '-made_at'], name='territory_g_area_id_1c6bc2_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('effective__isnull', False), ('state__in', ['scheduled', 'adopted'])), models.Q(models.Q(('state__in', ['scheduled', 'adopted']), _negated=True), ('effective__isnull', True)), _connector='OR'), name='grid_plan_has_day'), models.CheckConstraint(condition=models.Q(models.Q(('adopted_at__isnull', False), ('state', 'adopted')), models.Q(models.Q(('state', 'adopted'), _negated=True), ('adopted_at__isnull', True)), _connector='OR'), name='grid_plan_adopted_when'), models.UniqueConstraint(condition=models.Q(('state', 'scheduled')), fields=('area',), name='grid_plan_one_scheduled'), models.UniqueConstraint(condition=models.Q(('state', 'adopted')), fields=('area', 'effective'), name='grid_plan_one_a_day')],
            },
        ),
        migrations.CreateModel(
            name='UnitProfile',
            fields=[
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='profile', serialize=False, to='territory.unit')),
                ('capacity', models.PositiveSmallIntegerField(default=1)),
                ('skills', models.JSONField(default=list)),
                ('longitude', models.FloatField(null=True)),
                ('latitude', models.FloatField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PlanDraft',
            fields=[
                ('plan', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='draft', serialize=False, to='territory.gridplan')),
                ('content', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Net',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(db_index=True, max_length=64)),
                ('name', models.CharField(max_length=60)),
                ('department', models.CharField(blank=True, max_length=60)),
                ('source', models.CharField(blank=True, max_length=120)),
                ('brought_at', models.DateTimeField()),
                ('remarks', models.JSONField(default=list)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nets', to='territory.area')),
                ('brought_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'name'), name='net_name_once')],
            },
        ),
        migrations.CreateModel(
            name='NetGrid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=60)),
                ('shape', models.BinaryField()),
                ('listed', models.BooleanField(default=False)),
                ('keep', models.BooleanField(default=False)),
                ('net', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grids', to='territory.net')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('net', 'code'), name='net_grid_code_once')],
            },
        ),
        migrations.CreateModel(
            name='NetMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='territory.building')),
                ('grid', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='territory.netgrid')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('grid', 'building'), name='net_member_once')],
            },
        ),
        migrations.CreateModel(
            name='PlanEdit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('words', models.CharField(max_length=200)),
                ('before', models.JSONField(default=dict)),
                ('to', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='territory.gridplan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='plan_edit_number_once')],
            },
        ),
        migrations.CreateModel(
            name='PlanGrid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=60)),
                ('special', models.BooleanField(default=False)),
                ('shape', models.BinaryField()),
                ('households', models.PositiveIntegerField(default=0)),
                ('workload', models.PositiveIntegerField(default=0)),
                ('buildings', models.PositiveIntegerField(default=0)),
                ('walk', models.PositiveIntegerField(default=0)),
                ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.area')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grids', to='territory.gridplan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'code'), name='plan_grid_code_once')],
            },
        ),
        migrations.CreateModel(
            name='PlanMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('what', models.CharField(max_length=120)),
                ('before', models.CharField(blank=True, max_length=120)),
                ('after', models.CharField(blank=True, max_length=120)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='territory.gridplan')),
            ],
            options={
                'indexes': [models.Index(fields=['plan', 'kind', 'id'], name='territory_p_plan_id_48048b_idx')],
            },
        ),
        migrations.CreateModel(
            name='PlanRemark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=1000)),
                ('edition', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('grid', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='territory.plangrid')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='territory.gridplan')),
            ],
        ),
        migrations.CreateModel(
            name='PlanSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('community', 'Community'), ('street', 'Street')], max_length=10)),
                ('edition', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='territory.gridplan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'level', 'edition'), name='plan_signed_once')],
            },
        ),
        migrations.CreateModel(
            name='ReachStudy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(db_index=True, max_length=64)),
                ('state', models.CharField(choices=[('planning', 'Planning'), ('failed', 'Failed'), ('ready', 'Ready')], default='planning', max_length=10)),
                ('job_id', models.BigIntegerField(null=True)),
                ('table', models.BinaryField(null=True)),
                ('report', models.JSONField(default=list)),
                ('sites', models.JSONField(default=list)),
                ('network', models.BooleanField(default=False)),
                ('fault', models.CharField(blank=True, max_length=400)),
                ('made_at', models.DateTimeField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reach_studies', to='territory.area')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['area', '-made_at'], name='territory_r_area_id_c7adde_idx')],
            },
        ),
        migrations.CreateModel(
            name='ServicePoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(db_index=True, max_length=64)),
                ('kind', models.CharField(max_length=16)),
                ('name', models.CharField(max_length=60)),
                ('address', models.CharField(blank=True, max_length=120)),
                ('hours', models.CharField(blank=True, max_length=60)),
                ('longitude', models.FloatField()),
                ('latitude', models.FloatField()),
                ('source', models.CharField(blank=True, max_length=120)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='service_points', to='territory.area')),
            ],
            options={
                'indexes': [models.Index(fields=['path', 'kind'], name='territory_s_path_f4734c_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('area', 'kind', 'name'), name='service_point_once'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='service_point_days')],
            },
        ),
        migrations.CreateModel(
            name='UnitSpread',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(db_index=True, max_length=64)),
                ('state', models.CharField(choices=[('planning', 'Planning'), ('failed', 'Failed'), ('ready', 'Ready'), ('adopted', 'Adopted')], default='planning', max_length=10)),
                ('wishes', models.JSONField(default=dict)),
                ('job_id', models.BigIntegerField(null=True)),
                ('figures', models.JSONField(default=dict)),
                ('reasons', models.JSONField(default=list)),
                ('fault', models.CharField(blank=True, max_length=400)),
                ('made_at', models.DateTimeField()),
                ('effective', models.DateField(null=True)),
                ('adopted_at', models.DateTimeField(null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spreads', to='territory.area')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['area', '-made_at'], name='territory_u_area_id_0b4225_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('adopted_at__isnull', False), ('effective__isnull', False), ('state', 'adopted')), models.Q(models.Q(('state', 'adopted'), _negated=True), ('adopted_at__isnull', True), ('effective__isnull', True)), _connector='OR'), name='unit_spread_adopted_when')],
            },
        ),
        migrations.CreateModel(
            name='UnitPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=64)),
                ('metres', models.PositiveIntegerField(null=True)),
                ('locked', models.BooleanField(default=False)),
                ('moved', models.BooleanField(default=False)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('liaison', models.BooleanField(default=False)),
                ('grid', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unit_places', to='territory.area')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='territory.unit')),
                ('spread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='territory.unitspread')),
            ],
            options={
                'indexes': [models.Index(fields=['spread', 'path'], name='territory_u_spread__0d861b_idx')],
                'constraints': [models.UniqueConstraint(fields=('spread', 'unit', 'grid'), name='unit_place_once')],
            },
        ),
        migrations.CreateModel(
            name='UnitTie',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('locked', models.BooleanField(default=False)),
                ('reason', models.CharField(blank=True, max_length=120)),
                ('grid', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='territory.area')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ties', to='territory.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('unit', 'grid'), name='unit_tie_once')],
            },
        ),
    ]
