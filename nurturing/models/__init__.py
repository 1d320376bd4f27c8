"""Models of nurturing."""

from nurturing.models.content import ContentPiece
from nurturing.models.enrollment import Care, Enrollment, StepRun
from nurturing.models.workflow import Workflow, WorkflowVersion


__all__ = ["Care", "ContentPiece", "Enrollment", "StepRun", "Workflow", "WorkflowVersion"]
