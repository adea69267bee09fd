"""Secrets at rest and the hashes they are found by."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import crypto
from linli.kernel.crypto import BadKeys, CannotUnseal, CipherMissing, is_present, keyed_hash, reseal, seal, unseal


def key(name: str, fill: int) -> str:
    """Return a settings line for a key of one repeated byte."""
    return f"{name}:{base64.b64encode(bytes([fill]) * 32).decode()}"


OLD, NEW = key("2026", 1), key("2027", 2)


@pytest.fixture(autouse=True)
def _one_key(settings):
    settings.CRYPTO_KEYS = [OLD]


@given(st.text(max_size=200))
def test_what_was_sealed_comes_back(text: str):
    text = text.encode("utf-8", "replace").decode()
    assert unseal(seal(text, purpose="case.phone"), purpose="case.phone") == text


def test_the_envelope_says_how_it_was_sealed_and_shows_nothing():
    envelope = seal("13800138000", purpose="case.phone")
    assert envelope.startswith("v1:aesgcm:2026:")
    assert "138" not in base64.b64decode(envelope.split(":")[3]).decode("latin-1")
    assert seal("13800138000", purpose="case.phone") != envelope, "never twice the same"


def test_an_empty_text_stays_empty():
    assert seal("", purpose="case.phone") == ""
    assert unseal("", purpose="case.phone") == ""
    assert is_present("")


def test_an_envelope_does_not_open_for_another_purpose():
    with pytest.raises(CannotUnseal, match=r"case\.name"):
        unseal(seal("13800138000", purpose="case.phone"), purpose="case.name")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda e: e[:-6] + ("A" if e[-6] != "A" else "B") + e[-5:],
        lambda e: e.replace("v1:", "v2:"),
        lambda e: e.replace(":aesgcm:", ":sm4gcm:"),
        lambda e: e.rpartition(":")[0] + ":AAAA",
        lambda e: e.rpartition(":")[0] + ":not base64",
        lambda _: "13800138000",
    ],
)
def test_a_changed_envelope_does_not_open(spoil):
    with pytest.raises(CannotUnseal):
        unseal(spoil(seal("13800138000", purpose="case.phone")), purpose="case.phone")


def test_the_two_state_ciphers_do_not_read_each_other(settings):
    if not crypto.is_offered("sm4gcm"):
        pytest.skip("the installed OpenSSL has no SM4")
    settings.CRYPTO_CIPHER = "sm4gcm"
    envelope = seal("林小满", purpose="case.name")
    assert envelope.startswith("v1:sm4gcm:2026:")
    settings.CRYPTO_CIPHER = "aesgcm"
    assert unseal(envelope, purpose="case.name") == "林小满", "old envelopes stay readable when the cipher is changed"
    assert reseal(envelope, "case.name").startswith("v1:aesgcm:")


def test_a_missing_cipher_is_told_in_words(settings, monkeypatch: pytest.MonkeyPatch):
    settings.CRYPTO_CIPHER = "rot13"
    with pytest.raises(CipherMissing, match="rot13"):
        seal("x", purpose="p")

    def absent():
        raise crypto.UnsupportedAlgorithm("no such cipher")

    monkeypatch.setattr(crypto.Cipher, "encryptor", lambda _self: absent())
    settings.CRYPTO_CIPHER = "sm4gcm"
    with pytest.raises(CipherMissing, match="LINLI_CIPHER"):
        seal("x", purpose="p")
    assert not crypto.is_offered("sm4gcm")


class TestChangeOfKeys:
    def test_new_envelopes_use_the_first_key_and_old_ones_open(self, settings):
        envelope = seal("13800138000", purpose="case.phone")
        settings.CRYPTO_KEYS = [NEW, OLD]
        assert unseal(envelope, purpose="case.phone") == "13800138000"
        assert not is_present(envelope)
        fresh = reseal(envelope, "case.phone")
        assert fresh.startswith("v1:aesgcm:2027:")
        assert reseal(fresh, "case.phone") == fresh, "nothing to do twice"
        assert unseal(fresh, purpose="case.phone") == "13800138000"

    def test_without_its_key_an_envelope_says_which_is_missing(self, settings):
        envelope = seal("13800138000", purpose="case.phone")
        settings.CRYPTO_KEYS = [NEW]
        with pytest.raises(CannotUnseal, match="2026"):
            unseal(envelope, purpose="case.phone")

    def test_hashes_survive_as_long_as_the_last_key_stays(self, settings):
        found_by = keyed_hash("13800138000", purpose="case.phone")
        settings.CRYPTO_KEYS = [key("2028", 3), NEW, OLD]
        assert keyed_hash("13800138000", purpose="case.phone") == found_by
        settings.CRYPTO_KEYS = [key("2028", 3), OLD]
        assert keyed_hash("13800138000", purpose="case.phone") == found_by
        settings.CRYPTO_KEYS = [NEW]
        assert keyed_hash("13800138000", purpose="case.phone") != found_by

    @pytest.mark.parametrize(
        "lines", [[], [OLD, OLD], ["short:AAAA"], ["2026"], ["2026:***"], [":" + OLD.partition(":")[2]]]
    )
    def test_keys_that_cannot_be_used_are_refused(self, settings, lines: list[str]):
        settings.CRYPTO_KEYS = lines
        with pytest.raises(BadKeys, match="LINLI_KEYS"):
            seal("x", purpose="p")


def test_hashes_differ_by_text_and_purpose():
    hashes = {keyed_hash(text, purpose=purpose) for text in ("13800138000", "13800138001") for purpose in ("a", "b")}
    assert len(hashes) == 4
    assert all(len(value) == 64 for value in hashes)
