import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_classifier'),
    ]

    operations = [
        migrations.CreateModel(
            name='HotWaiting',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='cases.case')),
                ('keys', models.CharField(max_length=48)),
                ('at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='HotIssue',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=60)),
                ('place', models.CharField(blank=True, max_length=30)),
                ('path', models.CharField(max_length=64)),
                ('longitude', models.FloatField(null=True)),
                ('latitude', models.FloatField(null=True)),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('cases', models.PositiveIntegerField(default=0)),
                ('people', models.PositiveIntegerField(default=0)),
                ('recency', models.FloatField(default=1)),
                ('rise', models.FloatField(default=1)),
                ('heat', models.PositiveIntegerField(default=0)),
                ('profile', models.JSONField(default=dict)),
                ('category', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.category')),
                ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.hotissue')),
                ('theme', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.theme')),
            ],
            options={
                'indexes': [models.Index(fields=['-heat', '-id'], name='hot_by_heat'), models.Index(fields=['last_at'], name='cases_hotis_last_at_e6af2a_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='hot_not_into_itself'), models.CheckConstraint(condition=models.Q(('first_at__lte', models.F('last_at'))), name='hot_in_order')],
            },
        ),
        migrations.CreateModel(
            name='HotMember',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='hot_member', serialize=False, to='cases.case')),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='cases.hotissue')),
            ],
        ),
        migrations.CreateModel(
            name='HotState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(blank=True, max_length=32)),
                ('last_issue', models.BigIntegerField(default=0)),
                ('messages', models.PositiveIntegerField(default=0)),
                ('seen', models.JSONField(default=dict)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='hot_state_once')],
            },
        ),
    ]
