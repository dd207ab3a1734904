"""How forms are drawn: one question after the other, in its own words."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Fields and forms from our own templates."""

    form_template_name = "site/form.html"
    field_template_name = "site/field.html"
