"""The one place that stores messages, and what lists need of them."""
