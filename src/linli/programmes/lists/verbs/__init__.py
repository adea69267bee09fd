"""What can be done to needs, resources and projects."""
