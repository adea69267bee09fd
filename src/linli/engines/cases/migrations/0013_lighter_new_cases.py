"""Let a new case touch fewer indexes: what is empty in it stands in none, and no index begins as another does.

The old indexes are dropped by name: altering the fields would copy SQLite's table once for each.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

DROPPED = {
    "cases_case_category_id_c6dc5a5a": ("cases_case", "category_id"),  # (category, -submitted_at) begins the same
    "cases_case_checked_by_id_bc53fa39": ("cases_case", "checked_by_id"),
    "cases_case_former_checker_id_28919daf": ("cases_case", "former_checker_id"),
    "cases_case_handled_by_id_546b9a8d": ("cases_case", "handled_by_id"),
    "cases_case_holder_id_84f58973": ("cases_case", "holder_id"),
    "cases_case_matter_id_3c4d0297": ("cases_case", "matter_id"),
    "cases_case_merged_into_id_1b4320d8": ("cases_case", "merged_into_id"),
    "cases_case_proposed_by_id_65822a80": ("cases_case", "proposed_by_id"),
    "cases_case_theme_id_6bc7fe46": ("cases_case", "theme_id"),
    "cases_following_account_id_38a26369": ("cases_following", "account_id"),
    "cases_following_helper_id_6c4f6b61": ("cases_following", "helper_id"),
}
CHECK = "cases_trace_case_id_11e584db_fk_cases_case_id"


def forward(apps, editor):
    for name in DROPPED:
        editor.execute(f"DROP INDEX IF EXISTS {name}")
    if editor.connection.vendor == "postgresql":  # nine checks of the same case; it is written in the same statement
        editor.execute(f"ALTER TABLE cases_trace DROP CONSTRAINT IF EXISTS {CHECK}")


def backward(apps, editor):
    for name, (table, column) in DROPPED.items():
        editor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {table} ({column})")
    if editor.connection.vendor == "postgresql":
        editor.execute(
            f"ALTER TABLE cases_trace ADD CONSTRAINT {CHECK} FOREIGN KEY (case_id) REFERENCES cases_case (id) "
            "DEFERRABLE INITIALLY DEFERRED"
        )


class Migration(migrations.Migration):
    """Drop the indexes, and make those that hold filled rows only."""

    dependencies = [
        ('cases', '0012_open_work_by_class'),
        ('territory', '0004_names_of_their_days'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(forward, backward)],
            state_operations=[
                migrations.AlterField(
                    model_name='case',
                    name='category',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='cases.category'),
                ),
                migrations.AlterField(
                    model_name='case',
                    name='checked_by',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='case',
                    name='former_checker',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='case',
                    name='handled_by',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='case',
                    name='holder',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='case',
                    name='matter',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.matter'),
                ),
                migrations.AlterField(
                    model_name='case',
                    name='merged_into',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='cases.case'),
                ),
                migrations.AlterField(
                    model_name='case',
                    name='proposed_by',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='case',
                    name='theme',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='cases', to='cases.theme'),
                ),
                migrations.AlterField(
                    model_name='following',
                    name='account',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='following',
                    name='helper',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='trace',
                    name='case',
                    field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case'),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('holder__isnull', False)), fields=['holder'], name='case_holder'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('handled_by__isnull', False)), fields=['handled_by'], name='case_handled_by'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('checked_by__isnull', False)), fields=['checked_by'], name='case_checked_by'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('former_checker__isnull', False)), fields=['former_checker'], name='case_former_checker'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('proposed_by__isnull', False)), fields=['proposed_by'], name='case_proposed_by'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('matter__isnull', False)), fields=['matter'], name='case_matter'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('theme__isnull', False)), fields=['theme'], name='case_theme'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='case_merged_into'),
        ),
        migrations.AddIndex(
            model_name='following',
            index=models.Index(condition=models.Q(('account__isnull', False)), fields=['account'], name='following_account'),
        ),
        migrations.AddIndex(
            model_name='following',
            index=models.Index(condition=models.Q(('helper__isnull', False)), fields=['helper'], name='following_helper'),
        ),
    ]
