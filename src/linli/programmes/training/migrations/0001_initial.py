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
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=60)),
                ('skill', models.CharField(max_length=30)),
                ('teacher', models.CharField(max_length=60)),
                ('certificate', models.CharField(blank=True, max_length=60)),
                ('path', models.CharField(max_length=64)),
                ('place', models.CharField(max_length=80)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('places', models.PositiveSmallIntegerField()),
                ('taken', models.PositiveSmallIntegerField(default=0)),
                ('about', models.CharField(blank=True, max_length=500)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('state', models.CharField(choices=[('open', 'Open'), ('cancelled', 'Cancelled')], default='open', max_length=9)),
                ('why_cancelled', models.CharField(blank=True, max_length=120)),
                ('created_at', models.DateTimeField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.area')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['path', 'starts_on', 'id'], name='course_path'), models.Index(fields=['path', 'ends_on'], name='course_ended')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='course_order'), models.CheckConstraint(condition=models.Q(('taken__lte', models.F('places'))), name='course_not_overfull'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('why_cancelled', ''), _negated=True), _connector='OR'), name='course_cancelled_why')],
            },
        ),
        migrations.CreateModel(
            name='Trainee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=64)),
                ('call_name', models.CharField(max_length=20)),
                ('name', models.TextField(blank=True)),
                ('phone', models.TextField(blank=True)),
                ('phone_hash', models.CharField(max_length=64, null=True)),
                ('state', models.CharField(choices=[('coming', 'Coming'), ('waiting', 'Waiting'), ('withdrawn', 'Withdrawn'), ('trained', 'Trained'), ('absent', 'Absent')], max_length=9)),
                ('certified_on', models.DateField(null=True)),
                ('follow', models.BooleanField(default=False)),
                ('agreed_at', models.DateTimeField(null=True)),
                ('invented', models.BooleanField(default=False)),
                ('enrolled_at', models.DateTimeField()),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainees', to='training.course')),
            ],
            options={
                'indexes': [models.Index(fields=['course', 'state', 'enrolled_at'], name='trainee_queue'), models.Index(fields=['account', '-id'], name='trainee_account')],
                'constraints': [models.UniqueConstraint(fields=('course', 'phone_hash'), name='trainee_phone_once'), models.UniqueConstraint(fields=('course', 'account'), name='trainee_account_once'), models.CheckConstraint(condition=models.Q(('certified_on', None), ('state', 'trained'), _connector='OR'), name='trainee_certified_was_trained'), models.CheckConstraint(condition=models.Q(('follow', False), ('agreed_at__isnull', False), _connector='OR'), name='trainee_follow_agreed')],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('months', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('employed', 'Employed'), ('own', 'Own'), ('learning', 'Learning'), ('looking', 'Looking'), ('other', 'Other'), ('unreached', 'Unreached')], max_length=9)),
                ('noted_at', models.DateTimeField()),
                ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('trainee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='training.trainee')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('trainee', 'months'), name='outcome_once'), models.CheckConstraint(condition=models.Q(('months__in', (3, 6))), name='outcome_months')],
            },
        ),
    ]
