"""The questions of an import: what, which file, which column is which."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.engines.territory import public as territory

SYSTEMS = (
    ("wgs84", _("WGS84 or CGCS2000 (GPS, survey, Tianditu)")),
    ("gcj02", _("GCJ-02 (Amap, Tencent)")),
    ("bd09", _("BD-09 (Baidu)")),
)
LEVELS = (
    ("", _("As the file or the code tells")),
    ("street", _("Street or town")),
    ("community", _("Community or village")),
    ("grid", _("Grid")),
)
PLACED = ("areas", "buildings")  # kinds whose rows have coordinates
DATED = ("areas", "buildings", "appointments")


class BringForm(forms.Form):
    """What is in the file, and the file."""

    kind = forms.ChoiceField(label=_("What is in the file?"), choices=tuple(territory.IMPORT_KINDS.items()))
    area = forms.TypedChoiceField(label=_("For which area?"), coerce=int)
    file = forms.FileField(
        label=_("The file"),
        help_text=_("xlsx, xls, csv or GeoJSON, up to 20 MB. Chinese csv files of any usual encoding can be read."),
        error_messages={"required": _("Please choose a file."), "empty": _("The file is empty.")},
    )

    def __init__(self, *args: Any, areas: Sequence[territory.AreaRow], **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [(row.id, row.name) for row in areas]
        self.fields["area"].widget.attrs["class"] = "form-select"
        self.fields["file"].widget.attrs.update(
            {"class": "form-control", "accept": ".xlsx,.xls,.csv,.txt,.json,.geojson"}
        )


class ColumnsForm(forms.Form):
    """Which column of the file is which field, and what holds for all rows."""

    def __init__(self, *args: Any, run: territory.RunRow, preview: territory.Preview, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        columns = [
            ("", _("not in the file")),
            *((str(at), name or f"#{at + 1}") for at, name in enumerate(preview.headers)),
        ]
        for one in preview.fields:
            self.fields[f"column_{one.name}"] = forms.ChoiceField(
                label=str(one.label),
                choices=columns,
                required=False,
                initial=str(run.columns.get(one.name, "")),
                help_text=_("needed") if one.needed else "",
            )
        self._options(run)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"

    def _options(self, run: territory.RunRow) -> None:
        if run.kind in PLACED:
            self.fields["source"] = forms.ChoiceField(
                label=_("Coordinates are in"), choices=SYSTEMS, initial=run.options.get("source")
            )
        if run.kind == "areas":
            self.fields["level"] = forms.ChoiceField(
                label=_("Level of the areas"), choices=LEVELS, required=False, initial=run.options.get("level")
            )
        if run.kind in DATED:
            self.fields["valid_from"] = forms.DateField(
                label=_("Valid from, where a row tells no day"),
                required=False,
                initial=run.options.get("valid_from"),
                widget=forms.DateInput(attrs={"type": "date"}),
            )

    def columns(self) -> dict[str, int]:
        """Return the columns chosen, by field."""
        chosen = {
            name.removeprefix("column_"): at for name, at in self.cleaned_data.items() if name.startswith("column_")
        }
        return {name: int(at) for name, at in chosen.items() if at}

    def options(self) -> Mapping[str, Any]:
        """Return what holds for all rows."""
        day = self.cleaned_data.get("valid_from")
        return {
            "source": self.cleaned_data.get("source"),
            "level": self.cleaned_data.get("level"),
            "valid_from": day.isoformat() if day else None,
        }

    def column_fields(self) -> list[forms.BoundField]:
        """Return the fields that choose columns."""
        return [self[name] for name in self.fields if name.startswith("column_")]

    def option_fields(self) -> list[forms.BoundField]:
        """Return the other fields."""
        return [self[name] for name in self.fields if not name.startswith("column_")]
