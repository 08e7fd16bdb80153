"""Whose values a person works with: the questions that permissions and pages both ask."""

from namro.web.measures.models import TaskMeasure
from namro.web.organisations.selectors import Posts
from namro.web.plans.selectors.parties import leads_by_name, province_units


def gives_for(posts: Posts, unit_id: int) -> bool:
    """Say whether the person gives values for the unit: its own people, Sở Nội vụ for what came on paper.

    For a unit that was merged away the people of its successor do.
    """
    return posts.is_plan_officer or unit_id in posts.unit_ids or unit_id in posts.line_ids


def sees_unit(posts: Posts, unit_id: int) -> bool:
    """Say whether the values are of the person's own unit, or of one whose place it took."""
    return unit_id in posts.member_unit_ids or unit_id in posts.line_ids


def sees_every_unit(posts: Posts, measure: TaskMeasure) -> bool:
    """Say whether the person may see the values of all units: who follows the province, and the named lead."""
    if posts.sees_whole_province:
        return True
    units = province_units(posts)
    return bool(units) and leads_by_name(measure.task_id, units)
