"""Wagtail's e-mails about moderation stay off: what waits for a person stands on the start page."""

from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

MAILS = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


def moderation_mails_off() -> list[bool]:
    """Disconnect Wagtail's senders. Gives for each whether it was connected."""
    return [signal.disconnect(sender=sender, dispatch_uid=uid) for signal, sender, uid in MAILS]
