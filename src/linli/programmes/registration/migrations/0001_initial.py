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
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=64)),
                ('title', models.CharField(max_length=40)),
                ('text', models.CharField(max_length=300)),
                ('kind', models.CharField(blank=True, choices=[('unit', 'unit'), ('member', 'member')], max_length=6)),
                ('places', models.PositiveSmallIntegerField()),
                ('until', models.DateField(null=True)),
                ('offered_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.area')),
            ],
            options={
                'indexes': [models.Index(fields=['path', '-offered_at', '-id'], name='duty_by_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(('places__gte', 1)), name='duty_places')],
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('unit', 'unit'), ('member', 'member')], max_length=6)),
                ('state', models.CharField(choices=[('waiting', 'waits for the community'), ('confirmed', 'registered'), ('ended', 'ended')], default='waiting', max_length=9)),
                ('path', models.CharField(max_length=64)),
                ('name', models.TextField(blank=True)),
                ('phone', models.TextField(blank=True)),
                ('tells_unit', models.BooleanField(default=False)),
                ('agreed_at', models.DateTimeField(null=True)),
                ('registered_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.area')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['path', '-registered_at', '-id'], name='registration_by_place'), models.Index(fields=['unit', 'kind'], name='registration_by_unit'), models.Index(fields=['account'], name='registration_by_account')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('kind', 'unit')), fields=('unit', 'area'), name='registered_unit_once'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('kind', 'member')), fields=('account', 'area'), name='registered_member_once'), models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', True), ('kind', 'unit'), ('name', ''), ('phone', ''), ('unit__isnull', False)), models.Q(('agreed_at__isnull', False), ('kind', 'member')), _connector='OR'), name='registered_whom'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state', 'ended')), models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='registration_states'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), ('confirmed_at__isnull', False), _connector='OR'), name='registration_confirmed')],
            },
        ),
        migrations.CreateModel(
            name='Undertaking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('progress', models.CharField(choices=[('taken', 'taken'), ('reported', 'reported done'), ('confirmed', 'confirmed'), ('given_back', 'given back')], default='taken', max_length=10)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('taken_at', models.DateTimeField()),
                ('reported_at', models.DateTimeField(null=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='undertakings', to='registration.duty')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='undertakings', to='registration.registration')),
                ('reported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('progress', 'given_back'), _negated=True), fields=('duty', 'registration'), name='duty_taken_once'), models.CheckConstraint(condition=models.Q(models.Q(('progress', 'confirmed'), _negated=True), models.Q(('confirmed_at__isnull', False), models.Q(('note', ''), _negated=True)), _connector='OR'), name='duty_confirmed'), models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), ('reported_by__isnull', True), models.Q(('confirmed_by', models.F('reported_by')), _negated=True), _connector='OR'), name='duty_second_person')],
            },
        ),
        migrations.CreateModel(
            name='YearReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=600)),
                ('reported_at', models.DateTimeField()),
                ('answer', models.CharField(blank=True, max_length=300)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='registration.registration')),
                ('reported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('registration', 'year'), name='reported_once_a_year'), models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), ('reported_by__isnull', True), models.Q(('confirmed_by', models.F('reported_by')), _negated=True), _connector='OR'), name='report_second_person')],
            },
        ),
    ]
