"""Every page of every channel, at the width of a phone and of a desk: readable by everybody, in Chinese, whole."""

from collections.abc import Iterator, Sequence

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from tests.browser.conftest import Screens
from tests.browser.screens import DESKTOP, PHONE, check_page

# name of the address -> (who opens it, its path with what the cast knows filled in)
PAGES: dict[str, tuple[str, str]] = {
    "portal:home": ("", "/"),
    "portal:where": ("", "/where/"),
    "portal:serving": ("", "/serving/"),
    "portal:report": ("", "/report/?at={grid}"),
    "portal:track": ("", "/track/"),
    "portal:mine": ("resident", "/mine/"),
    "portal:around": ("", "/around/"),
    "portal:case": ("", "/c/{public}/"),
    "portal:board": ("", "/board/{grid}/"),
    "portal:tracking": ("resident", "/track/{following}/"),
    "portal:act": ("resident", "/track/{running}/withdraw/"),
    "ui:me": ("gridleader", "/me/"),
    "ui:message_settings": ("gridleader", "/me/settings/"),
    "ui:who_looked": ("resident", "/who-looked/"),
    "ui:elevate": ("admin", "/me/elevate/"),
    "ui:second_factor": ("street", "/accounts/second-factor/"),
    "account_login": ("", "/accounts/login/"),
    "account_logout": ("street", "/accounts/logout/"),
    "account_inactive": ("", "/accounts/inactive/"),
    "account_signup": ("", "/accounts/signup/"),
    "account_reauthenticate": ("street", "/accounts/reauthenticate/"),
    "account_change_password": ("street", "/accounts/password/change/"),
    "mfa_index": ("street", "/accounts/2fa/"),
    "mfa_activate_totp": ("street", "/accounts/2fa/totp/activate/"),
    "portal:volunteer": ("resident", "/volunteer/"),
    "portal:volunteer-register": ("handler", "/volunteer/register/"),
    "portal:activity": ("resident", "/volunteer/activity/{activity}/"),
    "portal:volunteer-mine": ("resident", "/volunteer/mine/"),
    "portal:teams": ("resident", "/volunteer/teams/"),
    "portal:volunteer-shop": ("resident", "/volunteer/shop/"),
    "portal:certificates": ("resident", "/volunteer/certificates/"),
    "portal:verify": ("", "/verify/"),
    "desk:volunteers": ("worker", "/desk/volunteers/"),
    "desk:volunteers-confirm": ("worker", "/desk/volunteers/confirm/"),
    "desk:counter": ("worker", "/desk/volunteers/counter/"),
    "desk:door": ("worker", "/desk/volunteers/{activity}/"),
    "desk:back-entry": ("worker", "/desk/volunteers/{activity}/back/{volunteer}/"),
    "portal:gifts": ("resident", "/gifts/"),
    "portal:gift-new": ("", "/gifts/new/"),
    "portal:gift": ("resident", "/gifts/{used_gift}/"),
    "portal:gift-act": ("resident", "/gifts/{new_gift}/show/"),
    "portal:gift-certificate": ("worker", "/gifts/{used_gift}/certificate/"),
    "portal:gift-checked": ("", "/gifts/check/{used_gift}/{gift_code}/"),
    "desk:gifts": ("worker", "/desk/gifts/"),
    "desk:gift-new": ("street", "/desk/gifts/new/"),
    "desk:gift": ("worker", "/desk/gifts/{new_gift}/"),
    "desk:gift-act": ("worker", "/desk/gifts/{new_gift}/refuse/"),
    "console:gifts": ("street", "/console/gifts/"),
    "console:gift": ("street", "/console/gifts/{used_gift}/"),
    "console:gift-act": ("street", "/console/gifts/{new_gift}/refuse/"),
    "portal:wishes": ("resident", "/wishes/"),
    "portal:lists": ("resident", "/lists/"),
    "portal:list-say": ("", "/lists/say/"),
    "portal:list-offer": ("", "/lists/offer/"),
    "portal:need": ("", "/lists/needs/{listed_need}/"),
    "portal:list-one": ("", "/lists/projects/{project}/"),
    "portal:list-act": ("worker", "/lists/needs/{listed_need}/refuse/"),
    "desk:lists": ("worker", "/desk/lists/"),
    "desk:list-new": ("worker", "/desk/lists/new/"),
    "desk:list-one": ("worker", "/desk/lists/needs/{listed_need}/"),
    "desk:list-act": ("worker", "/desk/lists/needs/{listed_need}/refuse/"),
    "console:lists": ("street", "/console/lists/"),
    "console:list-resource-add": ("street", "/console/lists/resource/new/"),
    "console:list-project-add": ("street", "/console/lists/project/new/"),
    "console:lists-matching": ("street", "/console/lists/matching/"),
    "console:lists-options": ("street", "/console/lists/matching/{listed_need}/"),
    "console:lists-months": ("street", "/console/lists/months/"),
    "console:list-one": ("street", "/console/lists/projects/{project}/"),
    "console:list-act": ("street", "/console/lists/projects/{project}/pay/"),
    "portal:wish-new": ("", "/wishes/new/"),
    "portal:wish": ("resident", "/wishes/{posted_wish}/"),
    "portal:wish-act": ("resident", "/wishes/{posted_wish}/claim/"),
    "desk:wishes": ("worker", "/desk/wishes/"),
    "desk:wish-new": ("worker", "/desk/wishes/new/"),
    "desk:wish": ("worker", "/desk/wishes/{new_wish}/"),
    "desk:wish-act": ("worker", "/desk/wishes/{new_wish}/refuse/"),
    "console:wishes": ("street", "/console/wishes/"),
    "console:wish": ("street", "/console/wishes/{new_wish}/"),
    "console:wish-act": ("street", "/console/wishes/{new_wish}/refuse/"),
    "portal:orders": ("resident", "/orders/"),
    "portal:order-new": ("", "/orders/new/errand_card/"),
    "portal:helping": ("resident", "/orders/helping/"),
    "portal:order": ("resident", "/orders/{order}/"),
    "portal:order-act": ("resident", "/orders/{order}/complain/"),
    "desk:orders": ("worker", "/desk/orders/"),
    "desk:order-new": ("worker", "/desk/orders/new/"),
    "desk:order": ("worker", "/desk/orders/{new_order}/"),
    "desk:order-act": ("worker", "/desk/orders/{new_order}/offer/"),
    "console:volunteers": ("street", "/console/volunteers/"),
    "console:activity-plan": ("street", "/console/volunteers/activities/new/"),
    "console:activity": ("street", "/console/volunteers/activities/{activity}/"),
    "console:activity-cancel": ("street", "/console/volunteers/activities/{activity}/cancel/"),
    "console:activity-back": ("street", "/console/volunteers/activities/{past_activity}/back/"),
    "console:volunteer-time": ("street", "/console/volunteers/time/?which=all"),
    "console:volunteer-service": ("street", "/console/volunteers/time/{service}/"),
    "console:volunteer-people": ("street", "/console/volunteers/people/"),
    "console:volunteer-add": ("street", "/console/volunteers/people/new/"),
    "console:volunteer-bring": ("street", "/console/volunteers/people/import/"),
    "console:volunteer-standard": ("street", "/console/volunteers/people/standard/"),
    "console:volunteer": ("street", "/console/volunteers/people/{volunteer}/"),
    "console:volunteer-change": ("street", "/console/volunteers/people/{volunteer}/change/"),
    "console:volunteer-cover": ("street", "/console/volunteers/people/{volunteer}/cover/"),
    "console:volunteer-uncertify": ("street", "/console/volunteers/people/{holder}/certificate/{paper}/withdraw/"),
    "console:volunteer-statement": ("street", "/console/volunteers/people/{served}/hours/"),
    "console:volunteer-correct": ("street", "/console/volunteers/people/{served}/hours/{line}/"),
    "console:volunteer-teams": ("street", "/console/volunteers/teams/"),
    "console:volunteer-team-add": ("street", "/console/volunteers/teams/new/"),
    "console:volunteer-team": ("street", "/console/volunteers/teams/{team}/"),
    "console:volunteer-team-change": ("street", "/console/volunteers/teams/{team}/change/"),
    "console:volunteer-kinds": ("admin", "/console/volunteers/kinds/"),
    "console:volunteer-kind": ("admin", "/console/volunteers/kinds/orange/"),
    "console:volunteer-shop": ("street", "/console/volunteers/shop/"),
    "console:volunteer-good-add": ("street", "/console/volunteers/shop/new/"),
    "console:volunteer-good": ("street", "/console/volunteers/shop/{good}/"),
    "console:volunteer-good-stock": ("street", "/console/volunteers/shop/{good}/stock/"),
    "console:volunteer-books": ("street", "/console/volunteers/books/"),
    "console:volunteer-book": ("street", "/console/volunteers/books/{book}/"),
    "console:orders": ("street", "/console/orders/"),
    "console:order": ("street", "/console/orders/order/{new_order}/"),
    "console:order-act": ("street", "/console/orders/order/{new_order}/refuse/"),
    "console:order-numbers": ("street", "/console/orders/numbers/"),
    "console:order-takers": ("street", "/console/orders/takers/"),
    "console:order-taker-add": ("street", "/console/orders/takers/new/"),
    "console:order-taker": ("street", "/console/orders/takers/{taker}/"),
    "console:services": ("admin", "/console/orders/services/"),
    "console:service-add": ("admin", "/console/orders/services/new/"),
    "console:service": ("admin", "/console/orders/services/errand_card/"),
    "desk:today": ("gridleader", "/desk/"),
    "desk:new": ("gridleader", "/desk/new/"),
    "desk:find": ("gridleader", "/desk/find/"),
    "desk:building": ("gridleader", "/desk/building/{building}/"),
    "desk:me": ("gridleader", "/desk/me/"),
    "desk:case": ("gridleader", "/desk/case/{handling}/"),
    "desk:act": ("gridleader", "/desk/case/{handling}/handle/"),
    "console:desk": ("street", "/console/"),
    "console:intake": ("street", "/console/new/"),
    "console:search": ("street", "/console/search/"),
    "console:case": ("street", "/console/case/{waiting}/"),
    "console:act": ("street", "/console/case/{waiting}/refuse/"),
    "console:board": ("street", "/console/board/"),
    "console:themes": ("street", "/console/themes/"),
    "console:theme-add": ("street", "/console/themes/new/"),
    "console:theme": ("county", "/console/themes/{theme}/"),
    "console:theme-edit": ("county", "/console/themes/{theme}/change/"),
    "console:figures": ("street", "/console/figures/"),
    "console:posts": ("street", "/console/posts/?area={area}"),
    "console:appoint": ("admin", "/console/posts/{area}/appoint/"),
    "console:end": ("admin", "/console/posts/{area}/end/{appointment}/"),
    "console:stand-in": ("admin", "/console/posts/{area}/stand-in/{appointment}/"),
    "console:shift": ("admin", "/console/posts/{area}/shift/"),
    "console:unit-add": ("admin", "/console/posts/{area}/unit/"),
    "console:unit": ("admin", "/console/posts/{street}/unit/{unit}/"),
    "console:planner": ("admin", "/console/planner/"),
    "console:nets": ("admin", "/console/planner/{area}/nets/"),
    "console:net-bring": ("admin", "/console/planner/{area}/nets/bring/"),
    "console:plans": ("admin", "/console/planner/{area}/plans/"),
    "console:plan-ask": ("admin", "/console/planner/{area}/plans/new/"),
    "console:plan": ("admin", "/console/planner/plan/{plan}/"),
    "console:plan-compare": ("admin", "/console/planner/plan/{plan}/compare/"),
    "console:plan-changes": ("admin", "/console/planner/plan/{plan}/changes/"),
    "console:rules": ("admin", "/console/rules/"),
    "console:rule-add": ("admin", "/console/rules/new/"),
    "console:rule": ("admin", "/console/rules/{rule}/"),
    "console:taxonomy": ("admin", "/console/taxonomy/"),
    "console:category": ("admin", "/console/taxonomy/class/{category}/"),
    "console:kind": ("admin", "/console/taxonomy/kind/{kind}/"),
    "console:limit-add": ("admin", "/console/taxonomy/limit/"),
    "console:limit": ("admin", "/console/taxonomy/limit/{limit}/"),
    "console:text-add": ("admin", "/console/taxonomy/text/"),
    "console:text": ("admin", "/console/taxonomy/text/{text}/"),
    "console:matters": ("street", "/console/matters/"),
    "console:apply": ("street", "/console/matters/apply/"),
    "console:application": ("county", "/console/matters/{application}/"),
    "console:accounts": ("admin", "/console/accounts/"),
    "console:account-add": ("admin", "/console/accounts/new/"),
    "console:account": ("admin", "/console/accounts/{account}/"),
    "console:account-close": ("admin", "/console/accounts/{account}/close/"),
    "console:account-reopen": ("admin", "/console/accounts/{account}/open/"),
    "console:account-second-factor": ("admin", "/console/accounts/{account}/second-factor/"),
    "console:elevations": ("admin", "/console/accounts/elevated/"),
    "console:tokens": ("admin", "/console/accounts/tokens/"),
    "console:token-add": ("admin", "/console/accounts/tokens/new/"),
    "console:journal": ("admin", "/console/journal/"),
    "console:looks": ("admin", "/console/journal/looks/"),
    "console:history": ("admin", "/console/journal/history/"),
    "console:pattern": ("admin", "/console/pattern/"),
    "imports:home": ("admin", "/console/imports/"),
    "api-docs": ("", "/api/v1/docs"),
}
# codes of the pattern that a page names as codes, for people who type them
CODES_SHOWN = {
    "console:unit-add": ("property", "street.sanitation", "county.urban_mgmt"),
    "console:unit": ("property", "street.sanitation", "county.urban_mgmt"),
    "console:category": ("grid", "community"),
    "console:kind": ("inquiry",),
    "console:pattern": ("[matters]",),
}
# looked at by another test, after what it needs has been done
ELSEWHERE = {
    **dict.fromkeys(("imports:run", "desk:taken", "console:taken", "console:elevation"), "test_reached"),
    **dict.fromkeys(("mfa_authenticate", "mfa_reauthenticate", "mfa_view_recovery_codes"), "test_reached"),
    **dict.fromkeys(("mfa_generate_recovery_codes", "mfa_deactivate_totp"), "test_reached"),
    "ui:kept": "test_faults",
    "ui:job-progress": "tests/channels/ui/test_jobs.py; each page with long work shows its part",
    "console:journal-aside": "tests/channels/console: needs a dead letter",
}
# no pages: doors that lead on, what is only sent, parts of a page, data and files
NO_PAGES = {
    "console:volunteers-export", "console:activity-export", "console:activity-sign-up", "console:volunteer-time-export",
    "console:volunteer-bring-report", "console:volunteer-bring-example", "console:volunteer-personal",
    "console:volunteer-guardian", "console:volunteer-certify", "console:volunteer-paper",
    "console:volunteer-teams-export", "console:volunteer-team-member", "console:volunteer-shop-export",
    "console:volunteer-counter", "console:volunteer-book-export",
    "portal:activity-sign-up", "portal:activity-withdraw", "portal:activity-attend", "portal:shop-reserve",
    "portal:shop-back", "portal:certificate", "portal:verified", "desk:door-code", "desk:door-tick",
    "portal:wish-personal", "desk:wish-personal", "console:wish-personal", "portal:gift-personal", "desk:gift-personal",
    "console:gift-personal", "console:gifts-export", "console:wishes-export",
    "portal:list-personal", "desk:list-personal", "console:list-personal", "console:lists-export",
    "console:lists-match", "console:lists-matching-export", "console:lists-overrule", "console:lists-publish",
    "console:lists-review",
    "portal:order-personal", "desk:order-personal", "console:order-personal", "console:orders-export",
    "api:list_services", "api:send_order", "api:list_orders", "api:read_order", "api:offer_order",
    "api:write_gift", "api:list_gifts", "api:use_gift",
    "console:order-takers-export", "console:order-taker-end", "console:services-export",
    "console:planner-export", "console:nets-map", "console:nets-export", "console:net-keep", "console:net-remove",
    "console:plans-export", "console:plan-map", "console:plan-try", "console:plan-export", "console:plan-move",
    "console:plan-undo", "console:plan-share", "console:plan-drop", "console:plan-rename", "console:plan-sign",
    "console:plan-remark", "console:plan-compare-map", "console:plan-compare-export", "console:plan-changes-export",
    "console:plan-adopt",
    "portal:place_words", "portal:places", "portal:similar", "ui:start", "ui:case", "ui:healthz",
    "ui:read_all", "ui:open_message", "ui:end_elevation", "ui:photo", "ui:sketch", "ui:size", "ui:language",
    "mfa_download_recovery_codes", "desk:personal", "console:queue", "console:places", "console:search-export",
    "console:send", "console:candidates", "console:personal", "console:board-export", "console:themes-export",
    "console:theme-hang", "console:theme-resolve", "console:theme-export", "console:figures-export",
    "console:posts-export", "console:people", "console:end-stand-in", "console:cancel-shift",
    "console:rules-export", "console:rule-move", "console:rule-switch", "console:rule-drop",
    "console:taxonomy-export", "console:limit-drop", "console:matters-export", "console:ask-opinion",
    "console:give-opinion", "console:decide", "console:account-passphrase", "console:token-revoke",
    "console:journal-retry-all", "console:journal-retry", "console:journal-verify", "imports:example",
    "imports:export", "imports:try", "imports:begin", "imports:stop", "imports:remove", "imports:progress",
    "imports:refused", "api:openapi-json", "api:open_case", "api:list_cases", "api:read_case", "api:add_photo",
    "api:read_taxonomy", "api:api-root", "api:read_job", "ui:job-stop",
}


def names(patterns: Sequence[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """Yield the name of every address."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from names(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            yield f"{space}{one.name}"


def test_every_address_is_looked_at_or_is_no_page() -> None:
    known = set(PAGES) | set(ELSEWHERE) | NO_PAGES
    assert set(names(get_resolver().url_patterns)) == known


@pytest.fixture(scope="module")
def filled(screens: Screens) -> dict[str, object]:
    cast = screens.product.cast
    return {**cast["examples"], "grid": cast["grid"]["code"], "building": cast["building"]["id"]}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_owed_this(name: str, screens: Screens, filled: dict[str, object]) -> None:
    who, path = PAGES[name]
    screens.faults.clear()
    someone = screens.watcher(who)
    page = someone.page
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    someone.opens(path.format(**filled))
    page.wait_for_load_state("networkidle")
    known = [*screens.product.cast["usernames"].values(), *CODES_SHOWN.get(name, ())]
    faults = [f"375: {fault}" for fault in check_page(page, known=known)]
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    faults += [f"1440: {fault}" for fault in check_page(page, known=known) if f"375: {fault}" not in faults]
    faults += screens.faults
    assert not faults, "\n".join(["", *faults])
