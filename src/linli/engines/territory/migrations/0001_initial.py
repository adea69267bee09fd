import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('county', 'County'), ('street', 'Street'), ('community', 'Community'), ('grid', 'Grid')], max_length=10)),
                ('grid_kind', models.CharField(blank=True, choices=[('', 'None'), ('basic', 'Basic'), ('special', 'Special')], default='', max_length=8)),
                ('path', models.CharField(max_length=64, unique=True)),
                ('code', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=60)),
                ('short_name', models.CharField(blank=True, max_length=30)),
                ('rural', models.BooleanField(default=False)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='territory.area')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'path'], name='territory_a_kind_22a573_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('code',), name='area_code_once'), models.CheckConstraint(condition=models.Q(models.Q(('grid_kind__in', ['basic', 'special']), ('kind', 'grid')), models.Q(models.Q(('kind', 'grid'), _negated=True), ('grid_kind', '')), _connector='OR'), name='area_grid_kind'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'county'), ('parent__isnull', True)), models.Q(models.Q(('kind', 'county'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='area_county_is_root')],
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=16)),
                ('file_name', models.CharField(max_length=160)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('waiting', 'Waiting'), ('running', 'Running'), ('stopped', 'Stopped'), ('done', 'Done')], default='draft', max_length=8)),
                ('path', models.CharField(max_length=64)),
                ('columns', models.JSONField(default=dict)),
                ('options', models.JSONField(default=dict)),
                ('actor', models.JSONField(default=dict)),
                ('total', models.PositiveIntegerField(default=0)),
                ('position', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('refused', models.PositiveIntegerField(default=0)),
                ('remarks', models.JSONField(default=list)),
                ('created_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.area')),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['path', '-created_at'], name='territory_i_path_226b7e_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('position', django.db.models.expressions.CombinedExpression(models.F('done'), '+', models.F('refused')))), name='import_run_adds_up'), models.CheckConstraint(condition=models.Q(('position__lte', models.F('total'))), name='import_run_within_total')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=40)),
                ('name_en', models.CharField(blank=True, max_length=60)),
                ('level', models.CharField(choices=[('county', 'County'), ('street', 'Street'), ('community', 'Community'), ('grid', 'Grid'), ('building', 'Building'), ('entrance', 'Entrance'), ('unit', 'Unit')], max_length=10)),
                ('roles', models.JSONField(default=list)),
                ('paid', models.BooleanField(default=False)),
                ('term_months', models.PositiveSmallIntegerField(null=True)),
                ('household_limit', models.PositiveSmallIntegerField(null=True)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('source', models.CharField(blank=True, max_length=160)),
            ],
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('name', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('token', models.CharField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='ServiceHours',
            fields=[
                ('area', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='service_hours', serialize=False, to='territory.area')),
                ('opens', models.PositiveSmallIntegerField(default=510)),
                ('closes', models.PositiveSmallIntegerField(default=1080)),
            ],
        ),
        migrations.CreateModel(
            name='AreaCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('source', models.CharField(blank=True, max_length=120)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='codes', to='territory.area')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'valid_from'), name='area_code_dated')],
            },
        ),
        migrations.CreateModel(
            name='Boundary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shape', models.BinaryField()),
                ('west', models.FloatField()),
                ('south', models.FloatField()),
                ('east', models.FloatField()),
                ('north', models.FloatField()),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('source', models.CharField(blank=True, max_length=120)),
                ('source_system', models.CharField(default='wgs84', max_length=8)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='boundaries', to='territory.area')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'valid_from'), name='boundary_dated')],
            },
        ),
        migrations.CreateModel(
            name='Building',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(db_index=True, max_length=64)),
                ('number', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=60)),
                ('kind', models.CharField(default='residential', max_length=16)),
                ('floors', models.PositiveSmallIntegerField(default=1)),
                ('households', models.PositiveIntegerField(default=0)),
                ('longitude', models.FloatField()),
                ('latitude', models.FloatField()),
                ('footprint', models.BinaryField(null=True)),
                ('external_id', models.CharField(blank=True, max_length=40)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.area')),
                ('grid', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='buildings', to='territory.area')),
            ],
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('works', models.BooleanField()),
                ('reason', models.CharField(blank=True, max_length=80)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_days', to='territory.area')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'day'), name='calendar_day_once')],
            },
        ),
        migrations.CreateModel(
            name='DutyShift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateTimeField()),
                ('ends', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to=settings.AUTH_USER_MODEL)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shifts', to='territory.area')),
            ],
            options={
                'indexes': [models.Index(fields=['area', 'starts'], name='territory_d_area_id_74c74e_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='shift_order')],
            },
        ),
        migrations.CreateModel(
            name='Entrance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=12)),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entrances', to='territory.building')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('building', 'number'), name='entrance_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Estate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('aliases', models.JSONField(default=list)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='estates', to='territory.area')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('community', 'name'), name='estate_name_once')],
            },
        ),
        migrations.AddField(
            model_name='building',
            name='estate',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='buildings', to='territory.estate'),
        ),
        migrations.CreateModel(
            name='Home',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('floor', models.SmallIntegerField(default=1)),
                ('room', models.CharField(max_length=20)),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='homes', to='territory.building')),
                ('entrance', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='homes', to='territory.entrance')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('entrance__isnull', False)), fields=('entrance', 'room'), name='home_room_once'), models.UniqueConstraint(condition=models.Q(('entrance__isnull', True)), fields=('building', 'room'), name='home_room_once_without_entrance')],
            },
        ),
        migrations.CreateModel(
            name='ImportFile',
            fields=[
                ('run', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='file', serialize=False, to='territory.importrun')),
                ('content', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='ImportRefusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveIntegerField()),
                ('what', models.CharField(max_length=200)),
                ('why', models.CharField(max_length=400)),
                ('values', models.JSONField(default=list)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='refusals', to='territory.importrun')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run', 'row'), name='import_refusal_once')],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=64)),
                ('programme', models.CharField(default='*', max_length=24)),
                ('starts', models.DateField()),
                ('ends', models.DateField(null=True)),
                ('end_reason', models.CharField(blank=True, max_length=120)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='territory.area')),
                ('building', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='territory.building')),
                ('entrance', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='territory.entrance')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='territory.post')),
            ],
            options={
                'indexes': [models.Index(fields=['account', 'ends'], name='territory_a_account_5b02a9_idx'), models.Index(fields=['path', 'post'], name='territory_a_path_a0d000_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gt', models.F('starts')), _connector='OR'), name='appointment_term')],
            },
        ),
        migrations.CreateModel(
            name='Road',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=60)),
                ('road_class', models.CharField(max_length=16)),
                ('shape', models.BinaryField()),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roads', to='territory.area')),
            ],
        ),
        migrations.CreateModel(
            name='Staffing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('grid_kind', models.CharField(blank=True, max_length=8)),
                ('count', models.PositiveSmallIntegerField(default=1)),
                ('per_households', models.PositiveSmallIntegerField(null=True)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='staffing', to='territory.post')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('post', 'grid_kind'), name='staffing_once')],
            },
        ),
        migrations.CreateModel(
            name='StandIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('reason', models.CharField(max_length=120)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stand_ins', to=settings.AUTH_USER_MODEL)),
                ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stand_ins', to='territory.appointment')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='stand_in_term')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=60)),
                ('path', models.CharField(db_index=True, max_length=64)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('address', models.CharField(blank=True, max_length=120)),
                ('active', models.BooleanField(default=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='territory.area')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'path'], name='territory_u_kind_976cbd_idx')],
                'constraints': [models.UniqueConstraint(fields=('area', 'name'), name='unit_name_once')],
            },
        ),
        migrations.AddField(
            model_name='estate',
            name='property_unit',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='estates', to='territory.unit'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='unit',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='territory.unit'),
        ),
        migrations.AddConstraint(
            model_name='building',
            constraint=models.UniqueConstraint(condition=models.Q(('estate__isnull', False), ('valid_to__isnull', True)), fields=('estate', 'number'), name='building_number_once'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.UniqueConstraint(models.F('post'), models.F('account'), models.F('area'), django.db.models.functions.comparison.Coalesce('building', 0), django.db.models.functions.comparison.Coalesce('entrance', 0), django.db.models.functions.comparison.Coalesce('unit', 0), condition=models.Q(('ends__isnull', True)), name='appointment_once'),
        ),
    ]
