"""Accounts, roles and who may: the only module of this engine that others import."""

from linli.engines.access.actors import actor_of, actor_of_token, visitor
from linli.engines.access.grants import grants_of, grants_of_many
from linli.engines.access.keepers import erase_own, forget_keeper, held, own_copy, register_keeper
from linli.engines.access.manage import may_manage
from linli.engines.access.models import Account, ElevatedRequest, ElevatedSession, Token
from linli.engines.access.passphrase import new_passphrase
from linli.engines.access.policies import (
    Holder,
    lacks_second_factor,
    may,
    may_elevate,
    needs_second_factor,
    require,
    require_elevated,
    sees_personal_data,
    who_may,
    within,
)
from linli.engines.access.privacy import erase, export, tidy
from linli.engines.access.queries import (
    AccountRow,
    account_for,
    account_named,
    account_names,
    elevated_requests,
    elevations,
    find_accounts,
    public_names,
    running_elevation,
    tokens,
)
from linli.engines.access.roles import SEES_PERSONAL_DATA, STAFF_ROLES, Role
from linli.engines.access.second_factor import has_second_factor, open_key, reseal, reset_second_factor, seal_key
from linli.engines.access.verbs.accounts import (
    AccountInput,
    activate,
    change_account,
    check_password,
    check_username,
    create_account,
    create_accounts,
    deactivate,
    set_password,
)
from linli.engines.access.verbs.elevation import elevate, end_elevation, record_elevated_request
from linli.engines.access.verbs.tokens import ROLES_OF_MACHINES, issue_token, revoke_token

__all__ = [
    "ROLES_OF_MACHINES",
    "SEES_PERSONAL_DATA",
    "STAFF_ROLES",
    "Account",
    "AccountInput",
    "AccountRow",
    "ElevatedRequest",
    "ElevatedSession",
    "Holder",
    "Role",
    "Token",
    "account_for",
    "account_named",
    "account_names",
    "activate",
    "actor_of",
    "actor_of_token",
    "change_account",
    "check_password",
    "check_username",
    "create_account",
    "create_accounts",
    "deactivate",
    "elevate",
    "elevated_requests",
    "elevations",
    "end_elevation",
    "erase",
    "erase_own",
    "export",
    "find_accounts",
    "forget_keeper",
    "grants_of",
    "grants_of_many",
    "has_second_factor",
    "held",
    "issue_token",
    "lacks_second_factor",
    "may",
    "may_elevate",
    "may_manage",
    "needs_second_factor",
    "new_passphrase",
    "open_key",
    "own_copy",
    "public_names",
    "record_elevated_request",
    "register_keeper",
    "require",
    "require_elevated",
    "reseal",
    "reset_second_factor",
    "revoke_token",
    "running_elevation",
    "seal_key",
    "sees_personal_data",
    "set_password",
    "tidy",
    "tokens",
    "visitor",
    "who_may",
    "within",
]
