"""The log's review: rounds of sample and flags, findings and what became of them, the person's own report."""
