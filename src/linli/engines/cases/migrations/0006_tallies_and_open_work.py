from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('cases', '0005_hot_issues'),
        ('territory', '0002_nets_plans_points'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('span', models.CharField(choices=[('d', 'Day'), ('m', 'Month')], max_length=1)),
                ('first', models.DateField()),
                ('path', models.CharField(max_length=64)),
                ('counts', models.BinaryField()),
                ('contact', models.BinaryField()),
                ('handling', models.BinaryField()),
            ],
            options={
                'indexes': [models.Index(fields=['span', 'first'], name='tally_by_day')],
                'constraints': [models.UniqueConstraint(fields=('span', 'path', 'first'), name='tally_once')],
            },
        ),
        migrations.CreateModel(
            name='TallyMark',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('known_at', models.DateTimeField()),
                ('edition', models.PositiveSmallIntegerField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='tally_mark_once')],
            },
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='cases_case_privacy_eccbd0_idx',
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['privacy', '-submitted_at', '-id', 'area', 'state'], name='case_public'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['last_at'], name='case_by_change'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['submitted_on'], name='case_by_day'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['path', 'queue_at', 'state'], name='case_open_here'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('contact_due_at__isnull', False), ('contacted_at__isnull', True)), fields=['contact_due_at'], name='case_contact_owed'),
        ),
    ]
