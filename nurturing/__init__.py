"""Content, workflows, enrollments: care for leads that are not ready."""
