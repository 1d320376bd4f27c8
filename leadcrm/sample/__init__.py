"""Two invented workspaces to look around in: their people, their leads, and how they came to be so."""
