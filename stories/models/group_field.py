"""The column for the groups of people that a maker works with."""

from typing import ClassVar

from home.models.codes import CodesField

from ..kinds import SupportedGroup


class GroupsField(CodesField):
    """Values of `SupportedGroup`."""

    codes: ClassVar[dict] = dict(SupportedGroup.choices)
