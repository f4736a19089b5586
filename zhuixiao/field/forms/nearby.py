"""What the page of customers nearby is asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.kit import geo
from zhuixiao.kit.errors import Invalid

from ..queries.nearby import FARTHEST, NEAREST, Whose, Wish

RADII = ((500, _("500 m")), (1_000, _("1 km")), (3_000, _("3 km")), (10_000, _("10 km")))
QUIET = ((7, _("7 days")), (30, _("30 days")), (90, _("90 days")))
_WHOSE = (
    (Whose.ALL.value, _("Own and pool")),
    (Whose.MINE.value, _("Own customers")),
    (Whose.POOL.value, _("Pool")),
)


class NearbyForm(forms.Form):
    """A place in WGS-84, a radius, and what may be left out."""

    latitude = forms.FloatField(min_value=-90, max_value=90)
    longitude = forms.FloatField(min_value=-180, max_value=180)
    radius = forms.IntegerField(min_value=NEAREST, max_value=FARTHEST, required=False)
    whose = forms.ChoiceField(choices=_WHOSE, required=False)
    stage = forms.ModelChoiceField(
        Option.objects.of(PickList.STAGE).in_use(), required=False, empty_label=_("Any stage")
    )
    quiet = forms.IntegerField(min_value=1, max_value=3_650, required=False)

    def wish(self) -> Wish:
        """The question; raises Invalid for what is none."""
        if not self.is_valid():
            raise Invalid({name: errors[0] for name, errors in self.errors.items()})
        given = self.cleaned_data
        return Wish(
            place=geo.position(given["latitude"], given["longitude"]),
            metres=given["radius"] or Wish.metres,
            whose=Whose(given["whose"] or Whose.ALL),
            stage=given["stage"].pk if given["stage"] else None,
            quiet_days=given["quiet"],
        )
