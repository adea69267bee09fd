"""Models of volunteers."""

from linli.programmes.volunteers.models.activity import Activity, Role, SignUp
from linli.programmes.volunteers.models.award import Certificate, Star
from linli.programmes.volunteers.models.scheme import Scheme, SchemeItem, ServiceRules
from linli.programmes.volunteers.models.service import OrderTime, Service
from linli.programmes.volunteers.models.shop import Redemption, ShopItem
from linli.programmes.volunteers.models.volunteer import Membership, Team, Volunteer

__all__ = [
    "Activity", "Certificate", "Membership", "OrderTime", "Redemption", "Role", "Scheme", "SchemeItem", "Service",
    "ServiceRules", "ShopItem", "SignUp", "Star", "Team", "Volunteer",
]
