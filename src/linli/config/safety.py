"""What real use refuses to start with."""

from pathlib import Path

from django.conf import settings


def faults() -> list[str]:
    """Return what is unsafe about the present settings, each with what to do; empty when it may start."""
    found: list[str] = []
    if settings.SECRET_KEY == settings.UNSAFE or len(settings.SECRET_KEY) < 40:
        found.append("LINLI_SECRET：没有设置，或少于 40 个字符。 Not set, or shorter than 40 characters.")
    if without_keys():
        found.append("LINLI_KEYS：个人信息的密钥没有设置（./linli setup 会生成）。 Keys for personal data are not set.")
    if settings.DEBUG:
        found.append("LINLI_DEBUG：正式使用时必须关闭。 Must be off in real use.")
    if "*" in settings.ALLOWED_HOSTS:
        found.append("LINLI_HOSTS：要写明网址，不能用 *。 Name the hosts; * is not safe.")
    local = settings.PUBLIC_URL.startswith(("http://127.0.0.1", "http://localhost", "http://[::1]"))
    if not settings.PUBLIC_URL.startswith("https://") and not local:
        found.append("LINLI_URL：要用 https:// 开头的地址。 Must start with https://.")
    if settings.DEMO:
        found.append("LINLI_DEMO：这是试用数据，不能正式使用。 This is demo data, not for real use.")
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3") and (mode := _mode(Path(database["NAME"]))) & 0o007:
        found.append(
            f"{database['NAME']}：其他用户也能读（{mode:o}），请 chmod 600。 Other users can read it; chmod 600."
        )
    return found


def without_keys() -> bool:
    """Say whether no keys for personal data and seals are set."""
    return not settings.CRYPTO_KEYS or any(key.partition(":")[0] == "unsafe" for key in settings.CRYPTO_KEYS)


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777 if path.exists() else 0
