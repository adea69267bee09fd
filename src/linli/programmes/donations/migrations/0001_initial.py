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
            name='DonationDay',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Donation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=18, unique=True)),
                ('state', models.CharField(choices=[('offered', 'offered'), ('received', 'received'), ('used', 'in use'), ('refused', 'not needed'), ('withdrawn', 'taken back')], default='offered', max_length=10)),
                ('kind', models.CharField(choices=[('goods', 'Things'), ('money', 'Money')], max_length=6)),
                ('path', models.CharField(max_length=64)),
                ('what', models.CharField(max_length=120)),
                ('quantity', models.CharField(blank=True, max_length=30)),
                ('value_fen', models.PositiveBigIntegerField(default=0)),
                ('spent_fen', models.PositiveBigIntegerField(default=0)),
                ('purpose', models.CharField(blank=True, max_length=120)),
                ('unit', models.BooleanField(default=False)),
                ('name', models.TextField(blank=True)),
                ('phone', models.TextField(blank=True)),
                ('shown', models.CharField(blank=True, max_length=40)),
                ('tracking', models.TextField()),
                ('tracking_hash', models.CharField(max_length=64, unique=True)),
                ('intake_key', models.CharField(max_length=64, null=True, unique=True)),
                ('counted', models.BooleanField(default=False)),
                ('charity', models.CharField(blank=True, max_length=60)),
                ('receipt_number', models.CharField(blank=True, max_length=40)),
                ('outcome', models.CharField(blank=True, max_length=200)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('offered_at', models.DateTimeField()),
                ('received_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('last_verb', models.CharField(max_length=16)),
                ('last_at', models.DateTimeField()),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.area')),
                ('counted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('received_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['path', '-offered_at', '-id'], name='donation_by_place'), models.Index(fields=['-offered_at', '-id'], name='donation_by_time'), models.Index(fields=['account', '-offered_at'], name='donation_by_account')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['received', 'used']), _negated=True), ('received_at__isnull', False), _connector='OR'), name='donation_received'), models.CheckConstraint(condition=models.Q(('spent_fen', 0), models.Q(('counted', True), ('spent_fen__lte', models.F('value_fen'))), _connector='OR'), name='donation_spent'), models.CheckConstraint(condition=models.Q(('counted_by__isnull', True), ('received_by__isnull', True), models.Q(('counted_by', models.F('received_by')), _negated=True), _connector='OR'), name='donation_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'money'), _negated=True), ('value_fen__gte', 1), _connector='OR'), name='donation_money')],
            },
        ),
        migrations.CreateModel(
            name='Use',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(max_length=200)),
                ('fen', models.PositiveBigIntegerField(default=0)),
                ('at', models.DateTimeField()),
                ('key', models.CharField(max_length=64, unique=True)),
                ('donation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='donations.donation')),
            ],
            options={
                'indexes': [models.Index(fields=['donation', 'id'], name='use_by_donation')],
            },
        ),
        migrations.AddConstraint(
            model_name='donation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('used', 'refused', 'withdrawn'))), models.Q(('ended_at__isnull', True), ('state__in', ('offered', 'received'))), _connector='OR'), name='donation_ended'),
        ),
    ]
