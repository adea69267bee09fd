import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Book',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=64, unique=True)),
                ('number', models.PositiveBigIntegerField(default=0)),
                ('hash', models.CharField(blank=True, max_length=64)),
                ('closed_to', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PostingSeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True)),
                ('sealed_at', models.DateTimeField()),
                ('last_id', models.BigIntegerField()),
                ('noted_id', models.BigIntegerField()),
                ('count', models.PositiveIntegerField()),
                ('previous_hash', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('algorithm', models.CharField(default='hmac-sha256', max_length=12)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('path', models.CharField(max_length=64)),
                ('kind', models.CharField(max_length=32)),
                ('owner', models.CharField(max_length=48)),
                ('asset', models.PositiveSmallIntegerField(choices=[(1, 'money'), (2, 'service time'), (3, 'points')])),
                ('floor', models.BigIntegerField(null=True)),
                ('balance', models.BigIntegerField(default=0)),
                ('number', models.PositiveBigIntegerField(default=0)),
                ('opened_at', models.DateTimeField()),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='ledger.book')),
            ],
            options={
                'indexes': [models.Index(fields=['path', 'id'], name='ledger_account_path')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'owner'), name='account_once_per_owner'), models.CheckConstraint(condition=models.Q(('floor', None), ('balance__gte', models.F('floor')), _connector='OR'), name='account_not_overdrawn'), models.CheckConstraint(condition=models.Q(('asset__in', [1, 2, 3])), name='account_known_asset'), models.CheckConstraint(condition=models.Q(('asset', django.db.models.expressions.CombinedExpression(models.F('id'), '%%', models.Value(4)))), name='account_number_tells_asset')],
            },
        ),
        migrations.CreateModel(
            name='Period',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateField(null=True)),
                ('ends', models.DateField()),
                ('number', models.PositiveBigIntegerField()),
                ('closed_at', models.DateTimeField()),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='ledger.book')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('book', 'ends'), name='period_once'), models.CheckConstraint(condition=models.Q(('starts', None), ('ends__gte', models.F('starts')), _connector='OR'), name='period_order')],
            },
        ),
        migrations.CreateModel(
            name='ClosingBalance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('balance', models.BigIntegerField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closing_balances', to='ledger.account')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='balances', to='ledger.period')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('period', 'account'), name='closing_balance_once')],
            },
        ),
        migrations.CreateModel(
            name='Transaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField()),
                ('key', models.CharField(max_length=96, unique=True)),
                ('kind', models.CharField(max_length=48)),
                ('day', models.DateField()),
                ('at', models.DateTimeField()),
                ('about', models.CharField(blank=True, max_length=48)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('postings_count', models.PositiveSmallIntegerField()),
                ('actor_kind', models.CharField(max_length=10)),
                ('actor_name', models.CharField(blank=True, max_length=80)),
                ('previous_hash', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('algorithm', models.CharField(default='sha256', max_length=12)),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transactions', to='ledger.book')),
                ('by_account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='ledger.transaction')),
            ],
            options={
                'indexes': [models.Index(fields=['about'], name='ledger_about')],
                'constraints': [models.UniqueConstraint(fields=('book', 'number'), name='transaction_book_number'), models.CheckConstraint(condition=models.Q(('postings_count__gte', 1)), name='transaction_has_postings')],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveSmallIntegerField()),
                ('asset', models.PositiveSmallIntegerField(choices=[(1, 'money'), (2, 'service time'), (3, 'points')])),
                ('amount', models.PositiveBigIntegerField()),
                ('source_number', models.PositiveBigIntegerField()),
                ('source_balance', models.BigIntegerField()),
                ('target_number', models.PositiveBigIntegerField()),
                ('target_balance', models.BigIntegerField()),
                ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('target', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('transaction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='ledger.transaction')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('transaction', 'line'), name='posting_line'), models.UniqueConstraint(fields=('source', 'source_number'), name='posting_source_number'), models.UniqueConstraint(fields=('target', 'target_number'), name='posting_target_number'), models.CheckConstraint(condition=models.Q(('amount__gte', 1)), name='posting_moves_something'), models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='posting_two_accounts'), models.CheckConstraint(condition=models.Q(('asset', django.db.models.expressions.CombinedExpression(models.F('source_id'), '%%', models.Value(4)))), name='posting_source_asset'), models.CheckConstraint(condition=models.Q(('asset', django.db.models.expressions.CombinedExpression(models.F('target_id'), '%%', models.Value(4)))), name='posting_target_asset')],
            },
        ),
    ]
