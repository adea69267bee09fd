"""Addresses below /api/v1/."""

from django.urls import URLPattern, URLResolver, path
from ninja import NinjaAPI

from linli.channels.api.activities import router as activities_router
from linli.channels.api.bearers import Token
from linli.channels.api.cases import router
from linli.channels.api.circle import router as circle_router
from linli.channels.api.docs import page
from linli.channels.api.gifts import router as gifts_router
from linli.channels.api.hot import router as hot_router
from linli.channels.api.jobs import router as jobs_router
from linli.channels.api.learning import router as learning_router
from linli.channels.api.limit import PerMinute
from linli.channels.api.lists import router as lists_router
from linli.channels.api.matching import router as matching_router
from linli.channels.api.meetings import router as meetings_router
from linli.channels.api.orders import router as orders_router
from linli.channels.api.plans import router as plans_router
from linli.channels.api.points import router as points_router
from linli.channels.api.problems import handle_errors
from linli.channels.api.projects import router as projects_router
from linli.channels.api.registration import router as registration_router
from linli.channels.api.rulesets import router as rulesets_router
from linli.channels.api.streets import router as streets_router
from linli.channels.api.training import router as training_router
from linli.channels.api.wishes import router as wishes_router

api = NinjaAPI(
    title="Linli",
    version="1",
    description=(
        "Cases, orders, wishes, needs, volunteering of a community: sent in, read, listed. "
        "Times are ISO 8601, places WGS 84."
    ),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
    auth=Token(),
    throttle=[PerMinute(1200)],
)
handle_errors(api)
api.add_router("", router)
api.add_router("", jobs_router)
api.add_router("", orders_router)
api.add_router("", gifts_router)
api.add_router("", streets_router)
api.add_router("", plans_router)
api.add_router("", circle_router)
api.add_router("", wishes_router)
api.add_router("", lists_router)
api.add_router("", projects_router)
api.add_router("", matching_router)
api.add_router("", activities_router)
api.add_router("", points_router)
api.add_router("", training_router)
api.add_router("", learning_router)
api.add_router("", rulesets_router)
api.add_router("", hot_router)
api.add_router("", meetings_router)
api.add_router("", registration_router)

urlpatterns: list[URLPattern | URLResolver] = [
    path("docs", page(api), name="api-docs"),
    path("", api.urls),
]
