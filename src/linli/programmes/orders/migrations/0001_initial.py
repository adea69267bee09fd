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
            name='OrderDay',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=24, unique=True)),
                ('name', models.CharField(max_length=40)),
                ('name_en', models.CharField(blank=True, max_length=60)),
                ('group', models.CharField(max_length=24)),
                ('group_en', models.CharField(blank=True, max_length=40)),
                ('icon', models.CharField(default='hand', max_length=16)),
                ('lead', models.CharField(blank=True, max_length=160)),
                ('minutes', models.PositiveSmallIntegerField(default=60)),
                ('take_minutes', models.PositiveIntegerField(default=1440)),
                ('people', models.PositiveSmallIntegerField(default=1)),
                ('vetted', models.BooleanField(default=False)),
                ('insured', models.BooleanField(default=False)),
                ('adults', models.BooleanField(default=True)),
                ('active', models.BooleanField(default=True)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('source', models.CharField(blank=True, max_length=160)),
            ],
            options={
                'ordering': ['order', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('people__gte', 1), ('people__lte', 4)), name='order_service_people'), models.CheckConstraint(condition=models.Q(('minutes__gte', 5), ('minutes__lte', 480)), name='order_service_minutes'), models.CheckConstraint(condition=models.Q(('take_minutes__gte', 5)), name='order_service_take')],
            },
        ),
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=18, unique=True)),
                ('state', models.CharField(choices=[('ordered', 'waiting for the community'), ('offered', 'somebody is being found'), ('taken', 'taken'), ('started', 'under way'), ('done', 'done, please confirm'), ('confirmed', 'confirmed'), ('refused', 'not taken on'), ('withdrawn', 'called off')], default='ordered', max_length=10)),
                ('people', models.PositiveSmallIntegerField()),
                ('path', models.CharField(max_length=64)),
                ('place', models.CharField(max_length=120)),
                ('text', models.TextField()),
                ('wanted_from', models.DateTimeField()),
                ('wanted_to', models.DateTimeField()),
                ('origin', models.CharField(max_length=8)),
                ('tracking', models.TextField()),
                ('tracking_hash', models.CharField(max_length=64, unique=True)),
                ('name', models.TextField(blank=True)),
                ('phone', models.TextField(blank=True)),
                ('home', models.TextField(blank=True)),
                ('helper_name', models.CharField(blank=True, max_length=40)),
                ('intake_key', models.CharField(max_length=64, null=True, unique=True)),
                ('offer_until', models.DateTimeField(null=True)),
                ('pooled', models.BooleanField(default=False)),
                ('ordered_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=400)),
                ('rating', models.PositiveSmallIntegerField(null=True)),
                ('thanks', models.CharField(blank=True, max_length=200)),
                ('wrong_codes', models.PositiveSmallIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=0)),
                ('last_verb', models.CharField(max_length=16)),
                ('last_at', models.DateTimeField()),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.area')),
                ('building', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.building')),
                ('helper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='orders.service')),
            ],
            options={
                'indexes': [models.Index(fields=['-ordered_at', '-id'], name='order_by_time'), models.Index(fields=['path', '-ordered_at', '-id'], name='order_by_place'), models.Index(fields=['state', 'path', 'wanted_to', 'id'], name='order_by_state'), models.Index(fields=['service', '-ordered_at', '-id'], name='order_by_service'), models.Index(fields=['account', '-ordered_at', '-id'], name='order_by_account'), models.Index(fields=['helper', '-ordered_at', '-id'], name='order_by_helper'), models.Index(condition=models.Q(('state', 'offered')), fields=['offer_until'], name='order_offers_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('wanted_from__lt', models.F('wanted_to'))), name='order_window'), models.CheckConstraint(condition=models.Q(('rating', None), models.Q(('rating__gte', 1), ('rating__lte', 5)), _connector='OR'), name='order_rating'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('confirmed', 'refused', 'withdrawn'))), models.Q(('ended_at__isnull', True), ('state__in', ('ordered', 'offered', 'taken', 'started', 'done'))), _connector='OR'), name='order_ended'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'offered'), _negated=True), ('offer_until__isnull', False), _connector='OR'), name='order_offered')],
            },
        ),
        migrations.CreateModel(
            name='Taker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=64)),
                ('services', models.JSONField(default=list)),
                ('adult', models.BooleanField(default=True)),
                ('vetted_until', models.DateField(null=True)),
                ('insured_until', models.DateField(null=True)),
                ('active', models.BooleanField(default=True)),
                ('since', models.DateField()),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.area')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['path', 'id'], name='orders_take_path_fbfc15_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', False), ('unit__isnull', True)), models.Q(('account__isnull', True), ('unit__isnull', False)), _connector='OR'), name='order_taker_one_of'), models.UniqueConstraint(condition=models.Q(('unit', None)), fields=('account',), name='order_taker_account_once'), models.UniqueConstraint(condition=models.Q(('account', None)), fields=('unit',), name='order_taker_unit_once')],
            },
        ),
        migrations.CreateModel(
            name='Work',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('taker', models.CharField(max_length=24)),
                ('name', models.CharField(max_length=80)),
                ('taken_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('minutes', models.PositiveSmallIntegerField(null=True)),
                ('note', models.CharField(blank=True, max_length=400)),
                ('back_at', models.DateTimeField(null=True)),
                ('back_reason', models.CharField(blank=True, max_length=200)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='works', to='orders.order')),
            ],
            options={
                'indexes': [models.Index(fields=['account', 'order'], name='order_work_account')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('back_at', None)), fields=('order', 'account'), name='order_work_once'), models.UniqueConstraint(condition=models.Q(('back_at', None), ('finished_at', None), ('started_at__isnull', False)), fields=('account',), name='order_work_one_at_a_time'), models.CheckConstraint(condition=models.Q(('finished_at', None), models.Q(('finished_at__gte', models.F('started_at')), ('started_at__isnull', False)), _connector='OR'), name='order_work_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('minutes', None)), ('minutes__isnull', False), _connector='OR'), name='order_work_minutes')],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('taker', models.CharField(max_length=24)),
                ('name', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('declined', models.CharField(blank=True, max_length=200)),
                ('open', models.BooleanField(default=True)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='orders.order')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('open', True)), fields=['taker', 'order'], name='order_offer_taker')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('open', True)), fields=('order', 'taker'), name='order_offer_once')],
            },
        ),
    ]
