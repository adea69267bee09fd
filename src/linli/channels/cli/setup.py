"""`./linli setup`: what has to be done once before real use."""

import argparse
import getpass
import os
import secrets
import sys
from base64 import b64encode
from pathlib import Path

from linli.channels.cli.prepare import collect_static, migrate, start_django
from linli.channels.cli.processes import say


def main(arguments: list[str]) -> int:
    """Write the settings file with fresh secrets, make the database, load the pattern, make the first administrator."""
    root = Path(os.environ.get("LINLI_ROOT", Path.cwd()))
    parser = argparse.ArgumentParser(prog="linli setup", description="正式使用前做一次。 Once before real use.")
    parser.add_argument("--data", default=str(root / "data" / "real"), help="数据目录 data folder")
    parser.add_argument("--database", default="", help="postgresql://用户:密码@主机/库 （默认 SQLite）")
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="对外网址 public address (https://…)")
    parser.add_argument("--pattern", default="", help="县的做法文件 pattern file")
    parser.add_argument("--county", required=True, help="县名 name of the county")
    parser.add_argument("--code", required=True, help="12 位统计用区划代码 statistical code, 12 digits")
    parser.add_argument("--admin", default="admin", help="管理员用户名 administrator's user name")
    options = parser.parse_args(arguments)
    data = Path(options.data).resolve()
    settings_file = data / "linli.env"
    if settings_file.exists():
        say(f"{settings_file} 已经有了，没有改动。 It is there already; nothing was changed.")
        return 2
    password = _ask_password()
    if len(password) < 10:
        say("密码至少 10 个字符。 The password needs at least 10 characters.")
        return 2
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o700)
    _write_settings(settings_file, data, options)
    start_django(LINLI_SETTINGS=str(settings_file), LINLI_DATA=str(data))
    migrate()
    if not options.database:
        (data / "linli.sqlite3").chmod(0o600)
    collect_static()
    from linli.patterns import public as patterns
    from linli.patterns import start

    patterns.load(patterns.named(options.pattern))
    start.first_county(name=options.county, code=options.code, username=options.admin, password=password)
    say(
        "",
        "准备好了。 Ready.",
        f"  设置 settings: {settings_file}（请妥善备份，里面有密钥 keep a copy, it holds the keys）",
        f"  启动 start:    ./linli up --settings {settings_file} --data {data}",
    )
    return 0


def _ask_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return getpass.getpass("管理员密码（至少 10 个字符）Administrator's password: ")


def _write_settings(path: Path, data: Path, options: argparse.Namespace) -> None:
    host = options.url.split("://", 1)[-1].split("/", 1)[0].split(":", 1)[0]
    lines = [
        "# 邻里的设置。Linli's settings. 说明见 docs/operations.md",
        f"LINLI_DATA={data}",
        f"LINLI_DATABASE={options.database or f'sqlite:///{data}/linli.sqlite3'}",
        f"LINLI_URL={options.url}",
        f"LINLI_HOSTS={host},127.0.0.1,localhost",
        f"LINLI_SECRET={secrets.token_urlsafe(48)}",
        f"LINLI_KEYS=k1:{b64encode(secrets.token_bytes(32)).decode()}",
        "# LINLI_SMTP=smtp+tls://user:password@mail.example:587",
        "# LINLI_MAIL_FROM=linli@example",
        "# LINLI_BEHIND_PROXY=yes",
    ]
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
