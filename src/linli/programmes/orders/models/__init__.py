"""Tables of orders."""

from linli.programmes.orders.models.order import Offer, Order, OrderDay, Work
from linli.programmes.orders.models.service import Service
from linli.programmes.orders.models.taker import Taker

__all__ = ["Offer", "Order", "OrderDay", "Service", "Taker", "Work"]
