"""App registration."""

from django.apps import AppConfig


class Orders(AppConfig):
    """Orders."""

    name = "linli.programmes.orders"
    label = "orders"

    def ready(self) -> None:
        """Say who hears of orders, and what time alone makes due."""
        from linli.engines.access import public as access
        from linli.engines.journal import public as journal
        from linli.programmes.orders import privacy, telling
        from linli.programmes.orders.tick import tick

        journal.register_names("order", "orders.Order", number="number")
        access.register_keeper("orders", privacy.export, privacy.erase)
        telling.subscribe()
        journal.on_tick("orders.clocks", tick)
        journal.on_tick("orders.privacy", privacy.erase_old, minutes=60)
