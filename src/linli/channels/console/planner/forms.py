"""Forms of the planner's pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.channels.console.forms.base import Choices, ConsoleForm, DayField, WordsField, number_choice
from linli.engines.territory.plans import PRESENT
from linli.kernel import clock

SYSTEMS = (
    ("wgs84", _("WGS84 or CGCS2000 (GPS, survey, Tianditu)")),
    ("gcj02", _("GCJ-02 (Amap, Tencent)")),
    ("bd09", _("BD-09 (Baidu)")),
)


class BringNetForm(ConsoleForm):
    """A department's grids."""

    name = forms.CharField(label=_("Name of the net"), max_length=60, help_text=_("For example 综治网格 or 消防网格"))
    department = forms.CharField(label=_("Whose it is"), max_length=60, required=False)
    file = forms.FileField(
        label=_("The file"),
        help_text=_("A map (GeoJSON), or a spreadsheet with a column for the grid and one for the address."),
    )
    source_system = forms.ChoiceField(label=_("Coordinates are in"), choices=SYSTEMS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.xls,.csv,.txt,.json,.geojson"


class WishesForm(ConsoleForm):
    """What a plan should be like."""

    name = forms.CharField(label=_("Name of the plan"), max_length=60)
    measure = forms.ChoiceField(
        label=_("Grids are even by"),
        choices=[("households", _("households")), ("workload", _("cases of the last year"))],
    )
    low = forms.IntegerField(label=_("At least, in each grid"), min_value=1, max_value=100_000)
    high = forms.IntegerField(label=_("At most, in each grid"), min_value=1, max_value=100_000)
    grids = forms.IntegerField(
        label=_("How many grids"),
        required=False,
        min_value=1,
        max_value=200,
        help_text=_("Left out: as many as the band asks for."),
    )
    keep = forms.ChoiceField(label=_("Start from"), required=False)
    whole_estates = forms.BooleanField(label=_("Keep estates whole"), required=False, initial=True)
    main_roads = forms.BooleanField(label=_("Let borders run along main roads"), required=False, initial=True)
    even = forms.BooleanField(
        label=_("As even as possible"),
        required=False,
        help_text=_("No grid far from the mean, even if more estates are cut."),
    )
    seconds = forms.IntegerField(
        label=_("Seconds to look for better ones"), initial=10, min_value=1, max_value=120
    )
    seed = forms.IntegerField(
        label=_("Number of the draw"),
        initial=1,
        min_value=1,
        max_value=10**6,
        help_text=_("The same number gives the same plan; another one, another plan."),
    )

    def __init__(self, *args: Any, nets: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["keep"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (PRESENT, _("the grids of today, changing little")),
                ("", _("a blank map")),
                *nets,
            ]


class RemarkForm(ConsoleForm):
    """What somebody thinks of a plan."""

    text = forms.CharField(
        label=_("What do you think?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    grid = forms.ChoiceField(label=_("About"), required=False)

    def __init__(self, *args: Any, grids: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["grid"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("the whole plan")), *grids]


class AdoptForm(ConsoleForm):
    """From which day on a plan holds."""

    effective = DayField(
        label=_("First day of the new net"),
        initial=clock.today,
        help_text=_("Today: at once. Later: when that day begins."),
    )


class UnitProfileForm(ConsoleForm):
    """What a unit brings to the grids."""

    capacity = forms.IntegerField(
        label=_("How many grids it can serve"),
        min_value=0,
        max_value=60,
        help_text=_("0: it takes no part when units are spread."),
    )
    skills = WordsField(
        label=_("What it brings"), required=False, help_text=_("A few words, for example 法律，医疗，电力")
    )
    longitude = forms.FloatField(
        label=_("Longitude of its seat"), required=False, help_text=_("Tap the map below, or type it (WGS84).")
    )
    latitude = forms.FloatField(label=_("Latitude of its seat"), required=False)


class TieForm(ConsoleForm):
    """A grid a unit belongs to beforehand."""

    reason = forms.CharField(label=_("Why"), required=False, max_length=120)
    locked = forms.BooleanField(
        label=_("Keep it there whatever it costs"),
        required=False,
        initial=True,
        help_text=_("Otherwise it is only preferred."),
    )

    def __init__(self, *args: Any, grids: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"grid": number_choice(grids, label=_("Grid")), **self.fields}
        self.fields["grid"].widget.attrs["class"] = "form-select"


class SpreadForm(ConsoleForm):
    """What counts when units are spread."""

    tie_metres = forms.IntegerField(
        label=_("A unit stays where it is unless that saves more than … metres"),
        initial=3000,
        min_value=0,
        max_value=50_000,
        help_text=_("0: spread anew, as if nobody served anywhere yet."),
    )
    skill_metres = forms.IntegerField(
        label=_("A skill that a grid wants is worth a way of … metres"), initial=1500, min_value=0, max_value=50_000
    )
    wanted = forms.CharField(
        label=_("Skills that grids want"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One grid in a line: its name, a colon, the skills. Grids left out want nothing special."),
    )

    def __init__(self, *args: Any, grids: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grids = grids

    def clean_wanted(self) -> dict[str, list[str]]:
        """Return the skills by the key of the grid."""
        found: dict[str, list[str]] = {}
        for line in self.cleaned_data["wanted"].splitlines():
            name, _colon, skills = line.replace("：", ":").partition(":")
            if not name.strip():
                continue
            key = self.grids.get(name.strip())
            if key is None:
                raise forms.ValidationError(_("There is no grid “%(name)s” here.") % {"name": name.strip()})
            found[str(key)] = list(WordsField(required=False).clean(skills) or ())  # type: ignore[call-overload]
        return {key: words for key, words in found.items() if words}
