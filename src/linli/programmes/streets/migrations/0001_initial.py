import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('cases', '0006_tallies_and_open_work'),
        ('territory', '0002_nets_plans_points'),
    ]

    operations = [
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('walked_at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=200)),
                ('walked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='streets.round')),
            ],
        ),
        migrations.CreateModel(
            name='Stretch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('path', models.CharField(max_length=64)),
                ('line', models.JSONField()),
                ('metres', models.PositiveIntegerField()),
                ('rhythm_days', models.PositiveSmallIntegerField()),
                ('next_on', models.DateField()),
                ('adopted_on', models.DateField()),
                ('ended_on', models.DateField(null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.area')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['path', 'next_on', 'id'], name='stretch_by_due'), models.Index(fields=['unit', 'next_on'], name='stretch_by_unit')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('area', 'name'), name='stretch_adopted_once'), models.CheckConstraint(condition=models.Q(('metres__gte', 1), ('rhythm_days__gte', 1)), name='stretch_sense')],
            },
        ),
        migrations.AddField(
            model_name='round',
            name='stretch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='streets.stretch'),
        ),
        migrations.AddIndex(
            model_name='round',
            index=models.Index(fields=['stretch', '-walked_at'], name='round_by_stretch'),
        ),
    ]
