"""How to sign in to the invented county."""

from dataclasses import dataclass

PASSWORD = "linli-demo-2026"  # noqa: S105 (printed for everybody; the county is invented)


@dataclass(frozen=True, slots=True)
class SignIn:
    """One sign-in, in both languages."""

    username: str
    words: str
    words_en: str


SIGN_INS = (
    SignIn("resident", "居民", "a resident"),
    SignIn("gridleader", "北苑社区第3网格网格长", "grid leader"),
    SignIn("worker", "北苑社区工作人员", "community worker"),
    SignIn("handler", "物业公司承办人", "handler in a property firm"),
    SignIn("street", "清泉街道派单员", "street dispatcher"),
    SignIn("county", "县诉求办主任", "head of the county's requests office"),
    SignIn("admin", "系统管理员", "administrator"),
)
