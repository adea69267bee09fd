"""The outlines and roads of the map widget, sent once and kept by the browser."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from linli.engines.territory import public as territory

KEPT_SECONDS = 600


@require_safe
def sketch(request: HttpRequest) -> HttpResponseBase:
    """Answer the sketch of an area; left out, of the county. Raises: NotFound while there is no county."""
    path = request.GET.get("path", "")
    path = path if path.isdigit() else territory.county().path
    tag = f'"{territory.sketch_tag(path)}"'
    unchanged = get_conditional_response(request, etag=tag, response=None)
    answer: HttpResponse = unchanged if unchanged is not None else JsonResponse(
        territory.sketch(path), json_dumps_params={"ensure_ascii": False, "separators": (",", ":")}
    )
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return answer
