"""A form in the design system's clothes, which the forms of all subjects wear."""

from typing import Any

from django import forms


class Dressed(forms.Form):
    """A form whose fields wear the design system's clothes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "ds-input")
