"""Print a certificate as PDF, with a code that leads to its check. Imported only by the process that prints."""

import io
import json
from typing import Any

import segno
import typst
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.engines.journal.public import RunningJob
from linli.kernel.errors import Invalid, NotFound
from linli.programmes.volunteers.models import Certificate
from linli.programmes.volunteers.verbs.certify import content_of, keep_pdf

# Families that hold every character of simplified Chinese, in the order in which they are looked for.
FAMILIES = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Micro Hei")

TEMPLATE = r"""
#let data = json(bytes(sys.inputs.data))
#let words = json(bytes(sys.inputs.words))
#set document(title: words.title)
#set page(
  paper: "a4", margin: (x: 24mm, top: 26mm, bottom: 20mm),
  footer: align(center, text(size: 8.5pt, fill: luma(90), words.foot)),
)
#set text(font: sys.inputs.font, size: 11pt, lang: "zh", region: "cn")
#set par(leading: 0.9em, justify: true)
#align(center, text(size: 24pt, weight: "bold", tracking: 0.3em, words.title))
#v(4mm)
#align(right, text(size: 9.5pt, fill: luma(60), [#words.number：#data.number]))
#v(4mm)
#words.body
#v(2mm)
#table(
  columns: (auto, 1fr, auto, auto), stroke: 0.4pt + luma(170), inset: 6pt,
  align: (left, left, left, right),
  table.header(..words.head.map(one => text(weight: "bold", one))),
  ..words.rows.flatten(),
)
#if words.older != "" { text(size: 9.5pt, words.older) }
#if words.back != "" { parbreak(); text(size: 9.5pt, words.back) }
#v(6mm)
#grid(
  columns: (1fr, auto), gutter: 8mm,
  [#words.issuer \ #words.handler \ #words.day \ #v(3mm) #text(size: 9pt, fill: luma(70), words.seal)],
  align(center)[#image(bytes(sys.inputs.code), format: "svg", width: 30mm) #text(size: 8.5pt, words.check)],
)
"""


def print_certificate(job: RunningJob) -> dict[str, Any]:
    """Print the certificate a job names and keep it, sealed. Printed again it is replaced.

    Raises: NotFound, Invalid (no Chinese font on this computer).
    """
    row = Certificate.objects.filter(pk=job.payload["certificate"]).first()
    content = content_of(row) if row is not None else {}
    if row is None or not content:
        raise NotFound
    keep_pdf(row.pk, pdf_of(content, row.check_code))
    return {"certificate": row.number}


def chinese_font() -> str:
    """Return the family to print Chinese with. Raises: Invalid when this computer has none."""
    known = set(typst.Fonts(include_system_fonts=True).families())
    found = next((name for name in FAMILIES if name in known), "")
    if not found:
        raise Invalid(
            _("The server has no Chinese font, so nothing was printed. Install fonts-noto-cjk and try again."),
            code="no_font",
        )
    return found


def pdf_of(content: dict[str, Any], check_code: str) -> bytes:
    """Return the printed page. Raises: Invalid."""
    address = f"{settings.PUBLIC_URL.rstrip('/')}/verify/{content['number']}/{check_code}/"
    inputs = {
        "data": json.dumps(content, ensure_ascii=False),
        "words": json.dumps(_words(content, check_code), ensure_ascii=False),
        "font": chinese_font(), "code": _qr(address),
    }
    pdf: bytes = typst.compile(TEMPLATE.encode(), sys_inputs=inputs)
    return pdf


def _qr(address: str) -> str:
    stream = io.BytesIO()
    segno.make(address, error="m", micro=False).save(stream, kind="svg", border=2)
    return stream.getvalue().decode()


def hours_words(minutes: int) -> str:
    """Return minutes as hours and minutes."""
    hours, rest = divmod(minutes, 60)
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


def _words(content: dict[str, Any], check_code: str) -> dict[str, Any]:
    """Return every word on the page, in the language of whoever asked."""
    document = _("(document %(number)s)") % {"number": content["document"]} if content["document"] else ""
    body = _(
        "%(name)s %(document)s, volunteer number %(volunteer)s, has given %(hours)s of volunteer service up to %(day)s."
    ) % {
        "name": content["name"], "document": document, "volunteer": content["volunteer"],
        "hours": hours_words(content["minutes"]), "day": content["issued_on"],
    }
    if content["stars"]:
        body += " " + _("Stars: %(stars)d.") % {"stars": content["stars"]}
    return {
        "title": _("Certificate of volunteer service"), "number": _("Number"), "body": body,
        "head": [_("Day"), pgettext("what a volunteer did", "Service"), _("Place"), _("Hours")],
        "rows": [_row(one) for one in content["services"]],
        "older": _older(content), "back": _back(content),
        "issuer": _("Issued by: %(name)s") % {"name": content["issuer"]},
        "handler": _("Handled by: %(name)s %(phone)s") % {"name": content["handler"], "phone": content["phone"]},
        "day": _("Day of issue: %(day)s") % {"day": content["issued_on"]}, "seal": _("(seal)"),
        "check": _("Check code %(code)s") % {"code": check_code},
        "foot": _("Whoever scans the code sees what is printed here, nothing more. This certificate costs nothing."),
    }


def _row(one: dict[str, Any]) -> list[str]:
    return [one["day"], one["title"] + (" *" if one["back"] else ""), one["place"], hours_words(one["minutes"])]


def _older(content: dict[str, Any]) -> str:
    """Return what the total holds beside the services listed: earlier ones, and orders, which stay unnamed."""
    said = []
    if content["older_minutes"]:
        said.append(_("Earlier service, not listed: %(hours)s.") % {"hours": hours_words(content["older_minutes"])})
    if content.get("order_minutes"):
        said.append(_("Orders of residents: %(hours)s.") % {"hours": hours_words(content["order_minutes"])})
    return " ".join(said)


def _back(content: dict[str, Any]) -> str:
    if not content["back_entries"]:
        return ""
    return _("* noted afterwards by two people, with a reason (%(count)d in all).") % {"count": content["back_entries"]}
