from datetime import timedelta

from django.db import migrations


def keep_when_it_was(apps, _editor):
    """Keep when the time in orders was that was booked before confirmations said so: from the steps of the orders."""
    order_time = apps.get_model("volunteers", "OrderTime")
    accounts = dict(apps.get_model("volunteers", "Volunteer").objects.values_list("pk", "account_id"))
    events = apps.get_model("journal", "Event").objects
    for note in events.filter(kind="volunteer.served_order").order_by("pk").iterator():
        volunteer, order, left = int(note.stream.rpartition(":")[2]), note.data["order"], note.data["minutes"]
        account = accounts.get(volunteer)
        if account is None or order_time.objects.filter(volunteer_id=volunteer, about=order).exists():
            continue
        steps = events.filter(stream=order, account_id=account, kind__in=["order.start", "order.finish"])
        begun = None
        for step in steps.order_by("number"):
            if step.kind == "order.start":
                begun = step.at
            elif begun is not None and (minutes := min(left, step.data.get("minutes") or 0)) > 0:
                order_time.objects.get_or_create(
                    volunteer_id=volunteer, starts=begun,
                    defaults={"about": order, "ends": begun + timedelta(minutes=minutes)},
                )
                begun, left = None, left - minutes


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0002_jobs'),
        ('volunteers', '0003_time_in_orders'),
    ]

    operations = [migrations.RunPython(keep_when_it_was, migrations.RunPython.noop)]
