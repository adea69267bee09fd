"""Addresses below /console/accounts/."""

from django.urls import path

from linli.channels.console import accounts, tokens

urlpatterns = [
    path("", accounts.accounts, name="accounts"),
    path("new/", accounts.add, name="account-add"),
    path("<int:account_id>/", accounts.account, name="account"),
    path("<int:account_id>/passphrase/", accounts.new_passphrase, name="account-passphrase"),
    path("<int:account_id>/second-factor/", accounts.reset_second_factor, name="account-second-factor"),
    path("<int:account_id>/close/", accounts.close, name="account-close"),
    path("<int:account_id>/open/", accounts.reopen, name="account-reopen"),
    path("elevated/", accounts.elevations, name="elevations"),
    path("elevated/<int:session_id>/", accounts.elevation, name="elevation"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/new/", tokens.issue, name="token-add"),
    path("tokens/<int:token_id>/end/", tokens.revoke, name="token-revoke"),
]
