"""Pages of cases. Views call verbs and guarded fetches and nothing else."""
